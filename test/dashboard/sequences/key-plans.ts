import { randomUUID } from 'node:crypto';
import type { apiKeyRoutes } from '../../../src/dashboard/contract/api-keys.ts';
import type { auditRoutes } from '../../../src/dashboard/contract/audit.ts';
import type { connectRoutes } from '../../../src/dashboard/contract/connect.ts';
import type { usageRoutes } from '../../../src/dashboard/contract/usage.ts';
import type { Json } from '../dashboard-server.ts';
import { type Input, type MemberScene, type Pick, type Plan, text } from './plan.ts';
import { type Organization, presentOf, type Tab, type World } from './world.ts';

type Ids = keyof typeof apiKeyRoutes | keyof typeof auditRoutes | keyof typeof connectRoutes | keyof typeof usageRoutes;

/** Of keys, the Connect helper, usage and the trail: what differs between organizations is whose key it is. */
export const keyPlans: Readonly<Record<Ids, Plan<MemberScene>>> = {
  list_api_keys: {
    often: 1,
    expected: () => [200],
    learn: ({ present }, _input, { body }) => {
      const ids: string[] = body.data.map(({ id }: Json) => id);
      if (ids.length !== present.keys.size || !ids.every((id) => present.keys.has(id))) {
        throw new Error('the list of keys holds others than were made');
      }
    },
  },
  create_api_key: {
    often: 4,
    input: () => ({ body: { name: `key-${randomUUID()}` } }),
    expected: () => [201],
    learn: ({ present }, _input, { body }) => keep(present, body.data),
  },
  update_api_key: {
    often: 1,
    tabs: besideKeys,
    input: (scene, pick) => ({
      params: keyIn(scene, pick),
      body: pick([{ status: 'disabled' }, { status: 'enabled' }, { name: `key-${randomUUID()}` }, {}]) ?? {},
    }),
    expected: ifOwn([200]),
    learn: ({ present }, _input, { body }) => keep(present, body.data),
  },
  rotate_api_key: {
    often: 1,
    tabs: besideKeys,
    input: (scene, pick) => ({ params: keyIn(scene, pick), body: {} }),
    // 409 for one that is disabled or was rotated before.
    expected: ifOwn([201, 409]),
    learn: ({ present }, _input, { body }) => keep(present, body.data),
  },
  delete_api_key: {
    often: 1,
    tabs: besideKeys,
    input: (scene, pick) => ({ params: keyIn(scene, pick) }),
    expected: ifOwn([204]),
    learn: ({ present }, { params }) => void present.keys.delete(text(params, 'key_id')),
  },
  list_api_key_tools: {
    often: 1,
    tabs: besideKeys,
    input: (scene, pick) => ({ params: keyIn(scene, pick) }),
    expected: ifOwn([200]),
  },
  fill_connect_key: {
    often: 1,
    tabs: besideKeys,
    input: (scene, pick) => ({ body: { client: 'codex', ...pick([{}, keyIn(scene, pick), keyIn(scene, pick)]) } }),
    expected: ({ present }, { body }) => {
      const asked = text(body, 'key_id');
      return asked === '' ? [200] : present.keys.has(asked) ? [200, 409] : [404];
    },
    learn: ({ present }, _input, { body }) => {
      if (body.data.outcome === 'choose') return;
      keep(present, body.data.api_key);
      present.words.add(body.data.key);
    },
  },
  watch_connect_key: {
    often: 1,
    tabs: besideKeys,
    input: (scene, pick) => ({ query: keyIn(scene, pick) }),
    expected: ({ present }, { query }) => (present.keys.has(text(query, 'key_id')) ? [200] : [404]),
  },
  list_usage: { often: 1, expected: () => [200] },
  list_audit_events: { often: 2, expected: () => [200] },
};

/** Whoever is where there are keys. */
function besideKeys(world: World): readonly Tab[] {
  return world.tabs.filter((tab) => (presentOf(world, tab)?.keys.size ?? 0) > 0);
}

function ifOwn(statuses: readonly number[]) {
  return ({ present }: MemberScene, { params }: Input) => (present.keys.has(text(params, 'key_id')) ? statuses : [404]);
}

function keyIn({ world, present }: MemberScene, pick: Pick): { key_id: string } {
  const all = [...world.organizations.values()].flatMap(({ keys }) => [...keys]);
  const own = [...present.keys];
  return { key_id: pick(pick([own, own, own, all]) ?? all) ?? pick(all) ?? randomUUID() };
}

function keep(present: Organization, { id, masked_key, key }: Json): void {
  present.keys.add(id);
  present.words.add(id).add(masked_key);
  if (typeof key === 'string') present.words.add(key);
}
