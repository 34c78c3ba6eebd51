import { randomUUID } from 'node:crypto';
import type { ownSessionRoutes } from '../../../src/dashboard/contract/own-sessions.ts';
import type { Json } from '../dashboard-server.ts';
import { type Plan, text } from './plan.ts';

/** Of the list of one's sessions: their ids are those that lists gave to whoever asked. */
export const ownSessionPlans: Readonly<Record<keyof typeof ownSessionRoutes, Plan>> = {
  list_own_sessions: {
    often: 2,
    expected: () => [200],
    learn: ({ tab }, _input, { body }) => {
      tab.session = body.data.find(({ is_this }: Json) => is_this).id;
    },
  },

  end_own_session: {
    often: 2,
    input: ({ world }, pick) => {
      const known = world.tabs.flatMap(({ session }) => session ?? []);
      return { params: { session_id: pick(known) ?? randomUUID() } };
    },
    expected: ({ world, account }, { params }) => {
      const of = world.tabs.find(({ session }) => session === text(params, 'session_id'));
      // It may have ended since it was listed; another account's is never one's own.
      return of !== undefined && of.account === account ? [204, 404] : [404];
    },
    learn: ({ world }, { params }) => {
      const of = world.tabs.find(({ session }) => session === text(params, 'session_id'));
      if (of !== undefined) of.account = null;
    },
  },

  end_all_own_sessions: {
    often: 1,
    expected: () => [204],
    learn: ({ world, account }) => {
      for (const other of world.tabs.filter((one) => one.account === account)) other.account = null;
    },
  },
};
