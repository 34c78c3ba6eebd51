import { beforeAll, expect, it } from 'vitest';
import { seedSampleOrganization } from '../../src/collect/sample/organization.ts';
import { rankingMetric } from '../../src/contract/operations/creators.ts';
import type { Reply } from '../../src/contract/port.ts';
import { addOrganization } from '../collect/tracked.ts';
import { testStores } from '../store/open-test-store.ts';
import { noon, type Serving, servingOf } from './serving.ts';

const sums = ['views', 'plays', 'likes', 'comments', 'shares', 'engagement'] as const;
const metrics = rankingMetric.options;
const periods = ['7d', '30d', '90d'] as const;

type Sums = Readonly<Record<(typeof sums)[number], number>>;

/** The issue's own words: the numbers of the overview, its series, the creators' and the accounts' windows add up. */
testStores('the numbers of the sample organization', (opened) => {
  let own: Serving;
  let accounts: Reply<'list_accounts'>['body']['data'] = [];
  beforeAll(async () => {
    const { store } = opened();
    own = servingOf(store, await addOrganization(store));
    await seedSampleOrganization({ store, organizationId: own.organizationId, now: noon });
    accounts = (await own.ask('list_accounts')).body.data;
  });

  it.each(periods)('of %s add up to each other', async (period) => {
    const query = { period };
    const series = (await own.ask('get_overview_timeseries', { query })).body.data;
    const whole = total(series);
    const overview = (await own.ask('get_overview', { query })).body.data;
    expect(whole.views).toBeGreaterThan(0);
    expect(overview.current.total_views).toBe(whole.views);

    const byAccount = (
      await own.ask('get_account_metrics', { body: { account_ids: accounts.map(({ id }) => id), period } })
    ).body;
    expect(byAccount.meta.not_found).toEqual([]);
    expect(total(Object.values(byAccount.data))).toEqual(whole);

    const top = (await own.ask('list_top_creators', { query: { ...query, limit: 25 } })).body.data;
    expect(top).toHaveLength(12);
    for (const place of top) {
      const linked = accounts.filter(({ creator_id }) => creator_id === place.id);
      expect(place.accounts).toBe(linked.length);
      const theirs = linked.flatMap(({ id }) => byAccount.data[id] ?? []);
      expect(pick(place)).toEqual(total(theirs));
      const params = { creator_id: place.id };
      const { data } = (await own.ask('get_creator_analytics', { params, query })).body;
      expect(pick(data.totals)).toEqual(pick(place));
      expect(data.totals.followers_gained).toBe(place.followers_gained);
      expect(data.previous.views).toBe(place.previous.views);
      expect(data.previous.engagement).toBe(place.previous.engagement);
      expect(data.changes.engagement_pct).toBe(place.engagement_change_pct);
      expect(data.changes.views_pct).toBe(place.views_change_pct);
      expect(data.totals.engagement_rate).toBe(place.engagement_rate);
      const points = (await own.ask('get_creator_timeseries', { params, query })).body.data;
      expect(total(points)).toEqual(pick(place));
      expect(points.at(-1)?.follower_count ?? 0).toBe(place.followers);
    }
  });

  it.each(metrics)('rank creators by %s as they are shown', async (metric) => {
    const shown = (await own.ask('list_top_creators', { query: { limit: 25 } })).body.data;
    const field = metric === 'views_change' || metric === 'engagement_change' ? (`${metric}_pct` as const) : metric;
    for (const [order_direction, sign] of [
      ['asc', 1],
      ['desc', -1],
    ] as const) {
      const value = (place: (typeof shown)[number]) => place[field] ?? sign * Number.POSITIVE_INFINITY;
      const expected = shown
        .map((place) => ({ ...place, rank: 0 }))
        .sort((a, b) => sign * (value(a) - value(b)) || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
        .map((place, index) => ({ ...place, rank: index + 1 }));
      const ranked = async (limit: number) =>
        (await own.ask('list_top_creators', { query: { metric, order_direction, limit } })).body.data;
      expect(await ranked(25)).toEqual(expected);
      expect(await ranked(3)).toEqual(expected.slice(0, 3));
    }
  });

  it('of an account add up from its posts', async () => {
    const account = accounts.find(({ total_post_count }) => total_post_count > 0 && total_post_count <= 200);
    const account_id = account?.id ?? '';
    const posts = (await own.ask('list_account_videos', { query: { account_id, limit: 200 } })).body.data;
    const ids = posts.map(({ id }) => id);
    const field = account?.platform === 'tiktok' ? 'tiktok_video_ids' : 'instagram_post_ids';
    const { data } = (await own.ask('get_account_video_metrics', { body: { [field]: ids, period: '90d' } })).body;
    const query = { period: '90d' };
    const analytics = (await own.ask('get_account_analytics', { params: { account_id }, query })).body.data;
    expect(total(Object.values(data))).toEqual(pick(analytics.totals));
  });

  it('of the overview are those of the lists', async () => {
    const { current } = (await own.ask('get_overview')).body.data;
    const count = async (id: 'list_accounts' | 'list_account_videos' | 'list_videos', query: object) =>
      (await own.ask(id, { query: { ...query, include_total: true, limit: 1 } })).body.pagination.total_count;
    expect(current.active_accounts).toBe(await count('list_accounts', { is_active: true }));
    expect(current.account_videos).toBe(await count('list_account_videos', {}));
    expect(current.tracked_videos).toBe(await count('list_videos', {}));
  });

  it('show the creator that declines', async () => {
    const query = { period: '30d', metric: 'engagement_change', order_direction: 'asc', limit: 1 };
    const [loser] = (await own.ask('list_top_creators', { query })).body.data;
    expect(loser?.engagement_change_pct).toBeLessThan(0);
  });
});

function pick(from: Sums): Sums {
  const { views, plays, likes, comments, shares, engagement } = from;
  return { views, plays, likes, comments, shares, engagement };
}

function total(parts: readonly Sums[]): Sums {
  const of = (metric: keyof Sums) => parts.reduce((sum, part) => sum + part[metric], 0);
  const [views, plays, likes, comments, shares, engagement] = sums.map(of);
  return pick({
    views: views ?? 0,
    plays: plays ?? 0,
    likes: likes ?? 0,
    comments: comments ?? 0,
    shares: shares ?? 0,
    engagement: engagement ?? 0,
  });
}
