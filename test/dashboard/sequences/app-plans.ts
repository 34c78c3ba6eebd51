import { randomUUID } from 'node:crypto';
import type { connectRequestRoutes } from '../../../src/dashboard/contract/connect-requests.ts';
import type { connectedAppRoutes } from '../../../src/dashboard/contract/connected-apps.ts';
import type { ownAppRoutes } from '../../../src/dashboard/contract/own-apps.ts';
import type { MemberScene, Plan } from './plan.ts';

// The door for apps is closed here: test/oauth has servers where it is open.
const reference = 'nothing';

export const connectRequestPlans: Readonly<Record<keyof typeof connectRequestRoutes, Plan>> = {
  open_connect_request: { often: 1, input: () => ({ body: { reference } }), expected: () => [404] },
  deny_connect_request: { often: 1, input: () => ({ body: { reference } }), expected: () => [404] },
  allow_connect_request: {
    often: 1,
    input: ({ world }, pick) => {
      const organization_id = pick([...world.organizations.keys()]) ?? randomUUID();
      return { body: { reference, organization_id, scope: 'read' } };
    },
    expected: () => [404],
  },
};

export const connectedAppPlans: Readonly<Record<keyof typeof connectedAppRoutes, Plan<MemberScene>>> = {
  list_connected_apps: { often: 1, expected: () => [200] },
  update_connected_app: {
    often: 1,
    input: () => ({ params: { app_id: randomUUID() }, body: { status: 'disabled' } }),
    expected: () => [404],
  },
  remove_connected_app: { often: 1, input: () => ({ params: { app_id: randomUUID() } }), expected: () => [404] },
};

export const ownAppPlans: Readonly<Record<keyof typeof ownAppRoutes, Plan<MemberScene>>> = {
  list_own_apps: { often: 1, expected: () => [200] },
  create_own_app: {
    often: 1,
    input: () => ({ body: { name: 'Own', redirect_uris: ['https://app.example/cb'] } }),
    expected: () => [404],
  },
  renew_own_app_secret: {
    often: 1,
    input: () => ({ params: { own_app_id: randomUUID() } }),
    expected: () => [404],
  },
  remove_own_app: { often: 1, input: () => ({ params: { own_app_id: randomUUID() } }), expected: () => [404] },
};
