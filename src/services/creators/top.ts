import { type Kysely, sql } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Schema } from '../../store/schema.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveWindow, type Window, windowMeta } from '../window.ts';
import { type Contender, rank } from './ranking.ts';

/** GET /creators/top: every creator takes part, paused ones and those without accounts too. */
export async function listTopCreators(
  { store, now }: ServiceContext,
  { query }: Input<'list_top_creators'>,
  { caller }: Call,
): Promise<Reply<'list_top_creators'>> {
  const { metric, order_direction, limit } = query;
  const window = resolveWindow({ period: query.period }, now(), query.period);
  const contenders = await readContenders(store.read, caller.organizationId, window);
  const ranked = rank(contenders, metric, order_direction, limit);
  const ids = ranked.map(({ id }) => id);
  const accounts = await accountsOf(store.read, caller.organizationId, ids);
  const followers = await followersOf(store.read, caller.organizationId, ids, window.end);
  const data = ranked.map((place) => ({
    ...place,
    accounts: accounts.get(place.id) ?? 0,
    followers: followers.get(place.id) ?? 0,
  }));
  return { status: 200, body: { data, meta: { ...windowMeta(window), metric, order_direction, limit } } };
}

/**
 * Every creator with its sums over both windows. A window each, read along the key: a third of the time of one walk that
 * has to ask of every day which window it is in.
 */
async function readContenders(db: Kysely<Schema>, organizationId: string, window: Window): Promise<Contender[]> {
  const creators = await db
    .selectFrom('creators')
    .select(['id', 'name', 'name_key'])
    .where('organization_id', '=', organizationId)
    .execute();
  const current = await daysOf(db, organizationId, window)
    .select(({ fn }) => [
      fn.sum<number>('views').as('views'),
      fn.sum<number>('plays').as('plays'),
      fn.sum<number>('likes').as('likes'),
      fn.sum<number>('comments').as('comments'),
      fn.sum<number>('shares').as('shares'),
      fn.sum<number>('followers_gained').as('followers_gained'),
    ])
    .execute();
  const previous = await daysOf(db, organizationId, window.previous)
    .select(({ fn }) => [
      fn.sum<number>('views').as('views'),
      sql<number>`sum(likes + comments + shares)`.as('engagement'),
    ])
    .execute();
  const nowOf = new Map(current.map(({ creator_id, ...sums }) => [creator_id, sums]));
  const beforeOf = new Map(previous.map(({ creator_id, ...sums }) => [creator_id, sums]));
  return creators.map(({ id, name, name_key }) => ({
    id,
    name,
    nameKey: name_key,
    current: nowOf.get(id) ?? noGains,
    previous: beforeOf.get(id) ?? { views: 0, engagement: 0 },
  }));
}

const noGains = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, followers_gained: 0 };

function daysOf(db: Kysely<Schema>, organizationId: string, { start, end }: Pick<Window, 'start' | 'end'>) {
  return db
    .selectFrom('creator_days')
    .select('creator_id')
    .where('creator_id', 'in', (mine) =>
      mine.selectFrom('creators').select('id').where('organization_id', '=', organizationId),
    )
    .where('day', '>=', start)
    .where('day', '<=', end)
    .groupBy('creator_id');
}

async function accountsOf(db: Kysely<Schema>, organizationId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string | null, number>();
  const rows = await db
    .selectFrom('accounts')
    .select(({ fn }) => ['creator_id', fn.countAll<number>().as('accounts')])
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', 'in', ids)
    .groupBy('creator_id')
    .execute();
  return new Map(rows.map(({ creator_id, accounts }) => [creator_id, accounts]));
}

/** Followers at the end of a day, as the last point of a time series has them. */
async function followersOf(db: Kysely<Schema>, organizationId: string, ids: readonly string[], day: string) {
  if (ids.length === 0) return new Map<string, number>();
  const rows = await db
    .selectFrom('creator_days')
    .select(['creator_id', sql<number>`sum(followers_first + followers_gained)`.as('followers')])
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', 'in', ids)
    .where('day', '<=', day)
    .groupBy('creator_id')
    .execute();
  return new Map(rows.map(({ creator_id, followers }) => [creator_id, followers]));
}
