import { writeChange } from '../../audit/write-change.ts';
import { clients } from '../../connect/clients.ts';
import { Problem } from '../../contract/problem.ts';
import { createKey } from '../../keys/lifecycle/create.ts';
import { recoverKey } from '../../keys/lifecycle/recover.ts';
import { readKey, readKeys } from '../api-keys/read-keys.ts';
import { chooseKey, type KeyChoice, withSuccessors } from '../connect/choose-key.ts';
import { keysMadeFor, rememberMadeFor } from '../connect/made-for.ts';
import { readRecorded } from '../connect/recorded.ts';
import { fromRecord, fromSightings } from '../connect/watch.ts';
import type { ShownKey } from '../contract/api-keys.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers, RouteInput, RouteReply } from '../server/handlers.ts';

type FillWish = RouteInput<'fill_connect_key'>['body'];
type FillReply = RouteReply<'fill_connect_key'>;

export function connectHandlers(
  context: DashboardContext,
): Pick<MemberHandlers, 'fill_connect_key' | 'watch_connect_key'> {
  const { keys } = context;

  function choice(wish: FillWish, all: readonly ShownKey[], made: ReadonlySet<string>): KeyChoice {
    if (wish.make_new) return { kind: 'make' };
    if (wish.key_id !== undefined) return { kind: 'fill', keyId: wish.key_id };
    return chooseKey(all, { readOnly: wish.read_only, recovery: keys.recovery, isMadeFor: (id) => made.has(id) });
  }

  async function fill(wish: FillWish, visit: MemberVisit, keyId: string, isMade: boolean): Promise<FillReply> {
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
    context.firstRequests.watch(reference, key.masked_key);
    const data = { type: 'connect_fill', key: recovered.fullKey, api_key: key } as const;
    return { status: 200, body: { data: { ...data, outcome: 'filled', made_for_client: isMade } } };
  }

  async function make(wish: FillWish, visit: MemberVisit): Promise<FillReply> {
    const { organizationId } = visit.membership;
    const title = clients.find(({ id }) => id === wish.client)?.title ?? wish.client;
    const { apiKey, fullKey } = await createKey(keys, {
      organizationId,
      name: wish.read_only ? `${title} (read-only)` : title,
      // What nobody chose scopes for must not be able to delete anything: more is one click on the page.
      scopes: ['read'],
      createdBy: visit.visitor.person.id,
    });
    await rememberMadeFor(keys.store.write, { organizationId, client: wish.client }, apiKey.id);
    const shown = await readKey(context, { organizationId, keyId: apiKey.id });
    context.firstRequests.watch({ organizationId, keyId: shown.id }, shown.masked_key);
    const data = { type: 'connect_fill', key: fullKey, api_key: shown } as const;
    return { status: 200, body: { data: { ...data, outcome: 'made' } } };
  }

  return {
    async fill_connect_key({ body }, visit) {
      const { organizationId } = visit.membership;
      const all = await readKeys(context, organizationId);
      const noted = await keysMadeFor(keys.store.read, { organizationId, client: body.client });
      const made = withSuccessors(noted, all);
      const chosen = choice(body, all, made);
      if (chosen.kind === 'make') return make(body, visit);
      if (chosen.kind === 'fill') return fill(body, visit, chosen.keyId, made.has(chosen.keyId));
      return { status: 200, body: { data: { type: 'connect_fill', outcome: 'choose', api_keys: all } } };
    },

    async watch_connect_key({ query }, visit) {
      const reference = { organizationId: visit.membership.organizationId, keyId: query.key_id };
      const key = await readKey(context, reference);
      const since = query.since === undefined ? keys.now() : Date.parse(query.since);
      context.firstRequests.watch(reference, key.masked_key);
      const seenHere = fromSightings(context.firstRequests.seen(reference, since));
      const data = seenHere ?? fromRecord(await readRecorded(keys.store, reference, since), key, since);
      return { status: 200, body: { data, meta: { since: new Date(since).toISOString() } } };
    },
  };
}
