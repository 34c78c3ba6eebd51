import { randomUUID } from 'node:crypto';
import type { connectRequestRoutes } from '../../../src/dashboard/contract/connect-requests.ts';
import type { connectedAppRoutes } from '../../../src/dashboard/contract/connected-apps.ts';
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
