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

/** One walk over the creators' days of both windows. */
async function readContenders(db: Kysely<Schema>, organizationId: string, window: Window): Promise<Contender[]> {
  const since = (metric: string) =>
    sql<number>`coalesce(sum(case when ${sql.ref('day')} >= ${window.start} then ${sql.ref(metric)} else 0 end), 0)`;
  const before = (gains: ReturnType<typeof sql<number>>) =>
    sql<number>`coalesce(sum(case when ${sql.ref('day')} < ${window.start} then ${gains} else 0 end), 0)`;
  const rows = await db
    .selectFrom('creators')
    .leftJoin('creator_days', (join) =>
      join
        .onRef('creator_days.creator_id', '=', 'creators.id')
        .onRef('creator_days.organization_id', '=', 'creators.organization_id')
        .on('creator_days.day', '>=', window.previous.start)
        .on('creator_days.day', '<=', window.end),
    )
    .select(['creators.id', 'creators.name', 'creators.name_key'])
    .select([
      since('views').as('views'),
      since('plays').as('plays'),
      since('likes').as('likes'),
      since('comments').as('comments'),
      since('shares').as('shares'),
      since('followers_gained').as('followers_gained'),
      before(sql<number>`views`).as('previous_views'),
      before(sql<number>`likes + comments + shares`).as('previous_engagement'),
    ])
    .where('creators.organization_id', '=', organizationId)
    .groupBy(['creators.id', 'creators.name', 'creators.name_key'])
    .execute();
  return rows.map(({ id, name, name_key, previous_views, previous_engagement, ...current }) => ({
    id,
    name,
    nameKey: name_key,
    current,
    previous: { views: previous_views, engagement: previous_engagement },
  }));
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
