import { writeChange } from '../../audit/write-change.ts';
import { clients } from '../../connect/clients.ts';
import { Problem } from '../../contract/problem.ts';
import { createKey } from '../../keys/lifecycle/create.ts';
import { recoverKey } from '../../keys/lifecycle/recover.ts';
import { readKey, readKeys } from '../api-keys/read-keys.ts';
import { chooseKey } from '../connect/choose-key.ts';
import { readRecorded } from '../connect/recorded.ts';
import { fromRecord, fromSightings } from '../connect/watch.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers, RouteInput, RouteReply } from '../server/handlers.ts';

type FillWish = RouteInput<'fill_connect_key'>['body'];
type FillReply = RouteReply<'fill_connect_key'>;

export function connectHandlers(
  context: DashboardContext,
): Pick<MemberHandlers, 'fill_connect_key' | 'watch_connect_key'> {
  const { keys } = context;

  async function choice(wish: FillWish, organizationId: string): Promise<ReturnType<typeof chooseKey>> {
    if (wish.make_new) return { kind: 'make' };
    if (wish.key_id !== undefined) return { kind: 'fill', keyId: wish.key_id };
    const all = await readKeys(context, organizationId);
    return chooseKey(all, { readOnly: wish.read_only, recovery: keys.recovery });
  }

  async function fill(wish: FillWish, visit: MemberVisit, keyId: string): Promise<FillReply> {
    const reference = { organizationId: visit.membership.organizationId, keyId };
    const key = await readKey(context, reference);
    if (key.status === 'disabled' || key.expired) {
      const state = key.expired ? 'has expired: choose another' : 'is disabled: enable it, or choose another';
      throw new Problem('CONFLICT', `This key ${state}.`);
    }
    const recovered = await recoverKey(keys, reference);
    if (recovered.kind === 'unavailable') {
      throw new Problem('CONFLICT', 'This key has no copy that can be filled in. Choose another, or make a new one.');
    }
    // Written before the key leaves: none goes out that the record does not know of.
    const by = visit.visitor.person.id;
    await writeChange(keys.store.write, keys, {
      ...reference,
      by,
      event: 'key.filled',
      facts: { client: wish.client },
    });
    context.firstRequests.watch(key);
    const data = { type: 'connect_fill', key: recovered.fullKey, api_key: key } as const;
    return { status: 200, body: { data: { ...data, outcome: 'filled' } } };
  }

  async function make(wish: FillWish, visit: MemberVisit): Promise<FillReply> {
    const { organizationId } = visit.membership;
    const title = clients.find(({ id }) => id === wish.client)?.title ?? wish.client;
    const { apiKey, fullKey } = await createKey(keys, {
      organizationId,
      name: wish.read_only ? `${title} (read-only)` : title,
      ...(wish.read_only && { scopes: ['read'] }),
      createdBy: visit.visitor.person.id,
    });
    const shown = await readKey(context, { organizationId, keyId: apiKey.id });
    context.firstRequests.watch(shown);
    const data = { type: 'connect_fill', key: fullKey, api_key: shown } as const;
    return { status: 200, body: { data: { ...data, outcome: 'made' } } };
  }

  return {
    async fill_connect_key({ body }, visit) {
      const chosen = await choice(body, visit.membership.organizationId);
      if (chosen.kind === 'make') return make(body, visit);
      if (chosen.kind === 'fill') return fill(body, visit, chosen.keyId);
      const all = await readKeys(context, visit.membership.organizationId);
      return { status: 200, body: { data: { type: 'connect_fill', outcome: 'choose', api_keys: all } } };
    },

    async watch_connect_key({ query }, visit) {
      const reference = { organizationId: visit.membership.organizationId, keyId: query.key_id };
      const key = await readKey(context, reference);
      const since = query.since === undefined ? keys.now() : Date.parse(query.since);
      context.firstRequests.watch(key);
      const seenHere = fromSightings(context.firstRequests.seen(key.id, since));
      const data = seenHere ?? fromRecord(await readRecorded(keys.store, reference, since), key, since);
      return { status: 200, body: { data, meta: { since: new Date(since).toISOString() } } };
    },
  };
}
