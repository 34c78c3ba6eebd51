import { randomUUID } from 'node:crypto';
import type { Json } from '../dashboard-server.ts';
import { type MemberScene, type Plan, text } from './plan.ts';

/** The v2 operations behind a session, by two that stand for them: test/tenants asks all of them. */
export const v2Plans = {
  list_creators: {
    often: 1,
    expected: () => [200],
    learn: ({ present }, _input, { body }) => {
      const strangers = body.data.filter(({ name }: Json) => !present.words.has(name));
      if (strangers.length > 0) throw new Error('the list of creators holds some of another organization');
    },
  },
  create_creator: {
    often: 1,
    input: () => ({ body: { name: `creator-${randomUUID()}` } }),
    expected: ({ role }) => (role === 'viewer' ? [403] : [201]),
    learn: ({ present }, { body }, answer) => void present.words.add(text(body, 'name')).add(answer.body.data.id),
  },
} as const satisfies Readonly<Record<string, Plan<MemberScene>>>;
