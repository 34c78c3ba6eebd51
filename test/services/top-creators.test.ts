import { beforeAll, expect, it } from 'vitest';
import { rankingMetric } from '../../src/contract/operations/creators.ts';
import type { Reply } from '../../src/contract/port.ts';
import { testStores } from '../store/open-test-store.ts';
import { post } from '../store/rows.ts';
import { dayMs, noon, type Serving, serving } from './serving.ts';

type Place = Reply<'list_top_creators'>['body']['data'][number];
type Point = Reply<'get_account_timeseries'>['body']['data'][number];

const day = (daysAgo: number) => new Date(noon - daysAgo * dayMs).toISOString().slice(0, 10);
const lengths = { '7d': 7, '30d': 30, '90d': 90 } as const;
const periods = ['7d', '30d', '90d'] as const;
const directions = ['asc', 'desc'] as const;

/** Views of a creator's accounts, refresh by refresh; each is so many days ago. */
const creators: readonly { name: string; accounts: readonly (readonly [daysAgo: number, views: number][])[] }[] = [
  {
    name: 'Grown',
    accounts: [
      [
        [40, 0],
        [10, 1_000],
        [3, 2_600],
      ],
      [
        [60, 50],
        [5, 90],
      ],
    ],
  },
  {
    name: 'lost',
    accounts: [
      [
        [100, 0],
        [12, 5_000],
        [8, 9_000],
        [1, 9_100],
      ],
    ],
  },
  {
    name: 'Corrected',
    accounts: [
      [
        [20, 0],
        [9, 800],
        [4, 300],
      ],
    ],
  },
  {
    name: 'New',
    accounts: [
      [
        [2, 10],
        [1, 700],
      ],
    ],
  },
  { name: 'ana', accounts: [] },
  { name: 'Ana', accounts: [[[50, 10]]] },
];

testStores('top creators', (opened) => {
  let own: Serving;
  const accountsOf = new Map<string, readonly string[]>();

  beforeAll(async () => {
    own = await serving(opened().store);
    for (const { name, accounts } of creators) {
      const creator_id = await own.creator(name);
      const ids: string[] = [];
      for (const [index, refreshes] of accounts.entries()) {
        const username = `${name.toLowerCase()}.${index}`;
        const id = await own.account(username, { creator_id, platform: index === 0 ? 'instagram' : 'tiktok' });
        ids.push(id);
        for (const [daysAgo, views] of refreshes) {
          // Shares, comments and likes are not the same part of views each time, so that no rate is another's.
          const counts = { like_count: Math.floor(views / (daysAgo + 2)), share_count: Math.floor(views / 40) };
          const snapshot = [post(`${username}-p`, views, counts)];
          await own.seen(id, 2_000 + views - 30 * daysAgo, snapshot, noon - daysAgo * dayMs);
        }
      }
      accountsOf.set(creator_id, ids);
    }
  });

  /** What a creator's accounts come to in a window, added up from their own days. */
  async function added(creatorId: string, first: number, last: number) {
    const points: Point[] = [];
    let followers = 0;
    for (const account_id of accountsOf.get(creatorId) ?? []) {
      const query = { start_date: day(first), end_date: day(last) };
      const { data } = (await own.ask('get_account_timeseries', { params: { account_id }, query })).body;
      points.push(...data);
      followers += data.at(-1)?.follower_count ?? 0;
    }
    const sum = (name: 'views' | 'plays' | 'likes' | 'comments' | 'shares') =>
      points.reduce((total, point) => total + point[name], 0);
    const [likes, comments, shares] = [sum('likes'), sum('comments'), sum('shares')];
    return {
      views: sum('views'),
      plays: sum('plays'),
      likes,
      comments,
      shares,
      engagement: likes + comments + shares,
      followers,
    };
  }

  const percent = (now: number, before: number) =>
    before === 0 ? null : Math.round((10_000 * (now - before)) / Math.abs(before)) / 100 + 0;

  async function expectedPlaces(length: number): Promise<Omit<Place, 'rank'>[]> {
    const names = new Map((await own.ask('list_creators')).body.data.map(({ id, name }) => [id, name]));
    const places: Omit<Place, 'rank'>[] = [];
    for (const [id, accounts] of accountsOf) {
      const current = await added(id, length, 1);
      const { views, engagement } = await added(id, 2 * length, length + 1);
      const params = { creator_id: id };
      const query = { start_date: day(length), end_date: day(1) };
      const gained = (await own.ask('get_creator_analytics', { params, query })).body.data.totals.followers_gained;
      places.push({
        id,
        name: names.get(id) ?? '',
        accounts: accounts.length,
        ...current,
        engagement_rate: current.views > 0 ? Math.round((10_000 * current.engagement) / current.views) / 100 : 0,
        followers_gained: gained ?? Number.NaN,
        previous: { views, engagement },
        views_change_pct: percent(current.views, views),
        engagement_change_pct: percent(current.engagement, engagement),
      });
    }
    return places;
  }

  const measured: Readonly<
    Record<(typeof rankingMetric.options)[number], (place: Omit<Place, 'rank'>) => number | null>
  > = {
    views: ({ views }) => views,
    engagement: ({ engagement }) => engagement,
    engagement_rate: ({ engagement_rate }) => engagement_rate,
    followers_gained: ({ followers_gained }) => followers_gained,
    views_change: ({ views_change_pct }) => views_change_pct,
    engagement_change: ({ engagement_change_pct }) => engagement_change_pct,
  };

  it.each(periods)('of %s are ranked by each metric, either way, with what their accounts come to', async (period) => {
    const all = await expectedPlaces(lengths[period]);
    for (const metric of rankingMetric.options) {
      for (const order_direction of directions) {
        const { data, meta } = (await own.ask('list_top_creators', { query: { period, metric, order_direction } }))
          .body;
        const wanted = inOrder(all, measured[metric], order_direction).map((place, index) => ({
          rank: index + 1,
          ...place,
        }));
        expect(data, `${metric} ${order_direction}`).toEqual(wanted);
        const window = { period, start_date: day(lengths[period]), end_date: day(1), days: lengths[period] };
        expect(meta).toEqual({ ...window, data_since: day(100), metric, order_direction, limit: 10 });
      }
    }
  });

  it('are as many as are asked for, and none where there are none', async () => {
    const { data } = (await own.ask('list_top_creators', { query: { period: '30d', limit: 2 } })).body;
    expect(data.map(({ rank, name }) => [rank, name])).toEqual([
      [1, 'lost'],
      [2, 'Grown'],
    ]);
    const empty = await serving(opened().store);
    expect((await empty.ask('list_top_creators')).body.data).toEqual([]);
  });
});

/** Without a value last, either way; ties by name without regard to case, then by id. */
function inOrder<P extends Omit<Place, 'rank'>>(
  places: readonly P[],
  measure: (place: P) => number | null,
  direction: 'asc' | 'desc',
): readonly P[] {
  const key = (place: P) => {
    const value = measure(place);
    return value === null ? Number.POSITIVE_INFINITY : (direction === 'asc' ? 1 : -1) * value;
  };
  const text = ({ name, id }: P) => `${name.toLowerCase()} ${id}`;
  return places.toSorted((a, b) => key(a) - key(b) || (text(a) < text(b) ? -1 : 1));
}
