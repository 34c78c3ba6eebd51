import { type Kysely, sql } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { checkedOwner } from '../../store/owner.ts';
import type { Schema } from '../../store/schema.ts';
import { basisOf } from '../analytics/basis.ts';
import { knownMeta, knownOf, type Seen } from '../known.ts';
import { changePercent, engagementOf, engagementRate } from '../metrics.ts';
import type { ServiceContext } from '../service-context.ts';
import { resolveWindow, type Window, windowMeta } from '../window.ts';
import { type Contender, rank, rankings, type Sums } from './ranking.ts';

type Metric = Input<'list_top_creators'>['query']['metric'];
type Place = Reply<'list_top_creators'>['body']['data'][number];

/**
 * GET /creators/top: every creator takes part, paused ones and those without accounts too. All are read with what the metric
 * looks at alone; what their places show is read of those in the first places only.
 */
export async function listTopCreators(
  { store, now }: ServiceContext,
  { query }: Input<'list_top_creators'>,
  { caller }: Call,
): Promise<Reply<'list_top_creators'>> {
  const { metric, order_direction, limit } = query;
  const window = resolveWindow({ period: query.period }, now(), query.period);
  const contenders = await readContenders(store.read, caller.organizationId, window, metric);
  const first = rank(contenders, metric, order_direction, limit);
  const places = await readPlaces(store.read, caller.organizationId, window, first);
  // Once more by what is shown: it was read a moment later. Whoever was deleted since has no place.
  const ids = rank([...places.values()], metric, order_direction, limit);
  const found = ids.flatMap((id) => places.get(id)?.place ?? []);
  const data = found.map((place, index): Place => ({ rank: index + 1, ...place }));
  const seen = ids.flatMap((id) => places.get(id)?.seen ?? []);
  const known = knownOf(seen);
  const span = { start: window.previous.start, end: window.end };
  const basis = await basisOf(store, caller.organizationId, { kind: 'creators', ids }, known, span);
  const meta = { ...windowMeta(window), ...knownMeta(known), ...basis, metric, order_direction, limit };
  return { status: 200, body: { data, meta } };
}

async function readContenders(
  db: Kysely<Schema>,
  organizationId: string,
  window: Window,
  metric: Metric,
): Promise<Contender[]> {
  // A walk for each creator and sum, along the key: less than grouping the days of all of them takes.
  const creators = await db
    .selectFrom('creators')
    .select(['id', 'name_key'])
    .select(rankings[metric].of.map((name) => sumOf(name, window).as(name)))
    .where('organization_id', '=', organizationId)
    .execute();
  return creators.map(({ id, name_key, ...sums }) => ({ id, nameKey: name_key, sums }));
}

const terms = {
  views: 'views',
  engagement: 'likes + comments + shares',
  followers_gained: 'followers_gained',
  views_before: 'views',
  engagement_before: 'likes + comments + shares',
} as const satisfies Record<keyof Sums, string>;

function sumOf(name: keyof Sums, window: Window) {
  const isBefore = name === 'views_before' || name === 'engagement_before';
  const { start, end } = isBefore ? window.previous : window;
  return sql<number>`(select coalesce(sum(${sql.raw(terms[name])}), 0) from creator_days
    where creator_days.creator_id = creators.id and day >= ${start} and day <= ${end})`;
}

interface Found extends Contender {
  /** What it shows, but for its number. */
  readonly place: Omit<Place, 'rank'>;
  readonly seen: readonly Seen[];
}

async function readPlaces(
  db: Kysely<Schema>,
  organizationId: string,
  window: Window,
  ids: readonly string[],
): Promise<Map<string, Found>> {
  if (ids.length === 0) return new Map();
  const creators = await db
    .selectFrom('creators')
    .select(['id', 'name', 'name_key'])
    .where(checkedOwner('organization_id', organizationId))
    .where('id', 'in', ids)
    .execute();
  const current = await gainsOf(db, organizationId, window, ids);
  const previous = await gainsOf(db, organizationId, window.previous, ids);
  const accounts = await accountsOf(db, organizationId, ids);
  const followers = await followersOf(db, organizationId, ids, window.end);
  return new Map(
    creators.map(({ id, name, name_key }) => {
      const { views, plays, likes, comments, shares, followers_gained } = current.get(id) ?? noGains;
      const engagement = engagementOf({ views, plays, likes, comments, shares });
      const before = previous.get(id) ?? noGains;
      const linked = accounts.get(id) ?? noAccounts;
      const { unavailable } = knownOf(linked.seen);
      const previously = { views: before.views, engagement: engagementOf(before) };
      const place = {
        id,
        name,
        accounts: linked.count,
        views,
        plays,
        likes,
        comments,
        shares,
        engagement,
        engagement_rate: engagementRate(engagement, views),
        followers: followers.get(id) ?? 0,
        followers_gained,
        previous: previously,
        views_change_pct: changePercent(views, previously.views),
        engagement_change_pct: changePercent(engagement, previously.engagement),
        ...(unavailable.length > 0 && { unavailable_metrics: [...unavailable] }),
      };
      const sums = {
        views,
        engagement,
        followers_gained,
        views_before: previously.views,
        engagement_before: previously.engagement,
      };
      return [id, { id, nameKey: name_key, sums, place, seen: linked.seen }];
    }),
  );
}

const noGains = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, followers_gained: 0 };
const noAccounts: Linked = { count: 0, seen: [] };

interface Linked {
  readonly count: number;
  /** Those that know the same as one. */
  readonly seen: readonly Seen[];
}

async function gainsOf(
  db: Kysely<Schema>,
  organizationId: string,
  { start, end }: Pick<Window, 'start' | 'end'>,
  ids: readonly string[],
) {
  const rows = await db
    .selectFrom('creator_days')
    .select(({ fn }) => [
      'creator_id',
      fn.sum<number>('views').as('views'),
      fn.sum<number>('plays').as('plays'),
      fn.sum<number>('likes').as('likes'),
      fn.sum<number>('comments').as('comments'),
      fn.sum<number>('shares').as('shares'),
      fn.sum<number>('followers_gained').as('followers_gained'),
    ])
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', 'in', ids)
    .where('day', '>=', start)
    .where('day', '<=', end)
    .groupBy('creator_id')
    .execute();
  return new Map(rows.map(({ creator_id, ...gains }) => [creator_id, gains]));
}

async function accountsOf(db: Kysely<Schema>, organizationId: string, ids: readonly string[]) {
  const rows = await db
    .selectFrom('accounts')
    .select(({ fn }) => [
      'creator_id',
      'platform',
      'unknown_metrics',
      'reported_metrics',
      fn.min('first_scrape_time').as('first_scrape_time'),
      fn.countAll<number>().as('accounts'),
    ])
    .where(checkedOwner('organization_id', organizationId))
    .where('creator_id', 'in', ids)
    .groupBy(['creator_id', 'platform', 'unknown_metrics', 'reported_metrics'])
    .execute();
  const byCreator = Map.groupBy(rows, ({ creator_id }) => creator_id);
  return new Map(
    [...byCreator].map(([id, seen]): [string | null, Linked] => [
      id,
      { count: seen.reduce((sum, { accounts }) => sum + accounts, 0), seen },
    ]),
  );
}

/** Followers at the end of a day, as the last point of a time series has them. */
async function followersOf(db: Kysely<Schema>, organizationId: string, ids: readonly string[], day: string) {
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
