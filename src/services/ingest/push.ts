import { setImmediate } from 'node:timers/promises';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { Problem } from '../../contract/problem.ts';
import type { PushedResult } from '../../contract/resources/pushed.ts';
import { organizationFacts } from '../../store/organization-facts.ts';
import { openPush } from '../../store/pushes/push-rows.ts';
import { instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import { instantsOf, looksOf, readable } from './looks.ts';
import { placeAccounts } from './place.ts';
import { type ReadItem, type RefusedItem, readItem } from './read-item.ts';
import { type Batch, recordBatch, refused } from './record.ts';

/** Posts in a transaction: few enough that other calls get their turn. */
const chunk = 100;

/** POST /ingest/snapshots: each account's items in transactions of their own, so that what is good goes in. */
export async function pushSnapshots(
  context: ServiceContext,
  { body }: Input<'push_snapshots'>,
  { caller }: Call,
): Promise<Reply<'push_snapshots'>> {
  const { organizationId, keyId } = caller;
  // Asked anew: what a key was told of its organization may be older.
  const organization = await organizationFacts(context.store.write, organizationId);
  if (organization?.holds_sample_data !== 0) throw new Problem('CONFLICT', holdsSample);
  const read = body.observations.map((item, index) => readable(readItem(item, index, context.now())));
  const results: PushedResult[] = read.flatMap((item) =>
    item.kind === 'refused' ? [refused(item.index, item.reason, null)] : [],
  );
  const groups = byAccount(read);
  const named = groups.flatMap(([first]) => (first === undefined ? [] : [first]));
  const placed = await placeAccounts(context, { organizationId, createMissing: body.create_missing }, named);
  let pushId: string | null = null;
  for (const [at, items] of groups.entries()) {
    const place = placed[at];
    if (place?.kind !== 'placed') {
      results.push(...items.map(({ index }) => refused(index, place?.reason ?? '', null)));
      continue;
    }
    for (const batch of batchesOf(items)) {
      const asked = { organizationId, keyId, at: instantOf(context), id: context.randomUuid() };
      // A push that was taken back just now takes nothing more: what comes after it is a new one.
      for (;;) {
        pushId = await openPush(context.store.write, asked);
        const recorded = await recordBatch(
          context.store,
          { organizationId, pushId, now: context.now(), ...place },
          batch,
        );
        if (recorded.kind === 'closed') continue;
        results.push(...recorded.results);
        break;
      }
      await setImmediate();
    }
  }
  const items = results.sort((a, b) => a.index - b.index);
  return { status: 200, body: { data: { type: 'push', ...countsOf(items), push_id: pushId, items } } };
}

const holdsSample =
  'This organization holds invented sample data, and invented and real numbers in one sum would be neither. Clear it first, under Settings in the dashboard.';

function byAccount(items: readonly (ReadItem | RefusedItem)[]): readonly (readonly ReadItem[])[] {
  const groups = new Map<string, ReadItem[]>();
  for (const item of items) {
    if (item.kind === 'refused') continue;
    const whose = JSON.stringify([item.platform, item.username, item.platformAccountId]);
    const group = groups.get(whose);
    if (group === undefined) groups.set(whose, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** First all that is said of the account itself with all instants, then its posts in parts; a whole listing stays whole. */
function batchesOf(items: readonly ReadItem[]): readonly Batch[] {
  const profiles = items.filter((item) => item.kind === 'profile');
  const posts = items.filter((item) => item.kind === 'post');
  const days = items.filter((item) => item.kind === 'day');
  const listsAll = profiles.some(({ said }) => said.lists_all_posts);
  if (posts.length <= chunk || listsAll) return [{ profiles, posts, days, instants: [] }];
  const instants = instantsOf(looksOf([], posts));
  const parts = Array.from({ length: Math.ceil(posts.length / chunk) }, (_, part) => ({
    profiles: [],
    days: [],
    instants: [],
    posts: posts.slice(part * chunk, (part + 1) * chunk),
  }));
  return [{ profiles, posts: [], days, instants }, ...parts];
}

function countsOf(results: readonly PushedResult[]) {
  const count = (status: PushedResult['status']) => results.filter((result) => result.status === status).length;
  return {
    recorded: count('recorded'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
  };
}
