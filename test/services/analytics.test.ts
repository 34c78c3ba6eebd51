import { beforeAll, expect, it } from 'vitest';
import { testStores } from '../store/open-test-store.ts';
import { post } from '../store/rows.ts';
import { dayMs, noon, type Serving, serving } from './serving.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const dates = { start_date: '2026-03-12', end_date: '2026-03-16' };

testStores('windows', (opened) => {
  let own: Serving;
  let creator_id = '';
  let instagram = '';
  let tiktok = '';
  beforeAll(async () => {
    own = await serving(opened().store);
    creator_id = await own.creator('Measured');
    // Refreshed on the 14th and 16th: the 15th is a gap. Its post gains 100 views, 200 plays, 10 likes, 1 comment, 2 shares, 5 saves.
    instagram = await own.account('gram', { creator_id });
    await own.seen(instagram, 1_000, [post('a', 100)], noon - 2 * dayMs);
    await own.seen(instagram, 1_040, [post('a', 200)], noon);
    // Refreshed every day from the 13th on; plays are views there and saves unknown.
    tiktok = await own.account('tok', { creator_id, platform: 'tiktok' });
    for (const [index, views] of [0, 300, 300, 200].entries()) {
      const at = noon - (3 - index) * dayMs;
      await own.seen(tiktok, 500 - index * 10, [post('b', views, { saved_count: null })], at);
    }
  });

  it('of an account have a point a day, zero where nothing was seen, and carry followers', async () => {
    const { body } = await own.ask('get_account_timeseries', { params: { account_id: instagram }, query: dates });
    const zero = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0, engagement: 0, engagement_rate: 0 };
    expect(body).toEqual({
      data: [
        { date: '2026-03-12', ...zero, follower_count: null },
        { date: '2026-03-13', ...zero, follower_count: null },
        { date: '2026-03-14', ...zero, follower_count: 1_000 },
        { date: '2026-03-15', ...zero, follower_count: 1_000 },
        {
          date: '2026-03-16',
          views: 100,
          plays: 200,
          likes: 10,
          comments: 1,
          shares: 2,
          saves: 5,
          engagement: 13,
          engagement_rate: 13,
          follower_count: 1_040,
        },
      ],
      meta: { period: 'custom', ...dates, days: 5, data_since: expect.any(String), unobserved: ['2026-03-15'] },
    });
    const later = { start_date: '2026-03-15', end_date: '2026-03-15' };
    const alone = await own.ask('get_account_timeseries', { params: { account_id: instagram }, query: later });
    expect(alone.body.data).toEqual([{ date: '2026-03-15', ...zero, follower_count: 1_000 }]);
  });

  it('of TikTok know no saves, and a correction counts as a loss', async () => {
    const { body } = await own.ask('get_account_timeseries', { params: { account_id: tiktok }, query: dates });
    expect(body.data.map(({ views, plays, saves, follower_count }) => [views, plays, saves, follower_count])).toEqual([
      [0, 0, null, null],
      [0, 0, null, 500],
      [300, 300, null, 490],
      [0, 0, null, 480],
      [-100, -100, null, 470],
    ]);
  });

  it('of a creator are those of its accounts, with the saves that are known', async () => {
    const { body } = await own.ask('get_creator_timeseries', { params: { creator_id }, query: dates });
    expect(body.data.map(({ views, saves, follower_count }) => [views, saves, follower_count])).toEqual([
      [0, 0, null],
      [0, 0, 500],
      [300, 0, 1_490],
      [0, 0, 1_480],
      [0, 5, 1_510],
    ]);
    const silent = await own.creator('Silent');
    const none = await own.ask('get_creator_timeseries', { params: { creator_id: silent }, query: { period: '7d' } });
    expect(none.body.data).toHaveLength(7);
    expect(none.body.data.every(({ saves, follower_count }) => saves === null && follower_count === null)).toBe(true);
  });

  it('compare with the days before', async () => {
    const query = { start_date: '2026-03-15', end_date: '2026-03-16' };
    const { body } = await own.ask('get_account_analytics', { params: { account_id: tiktok }, query });
    expect(body.meta).toEqual({ period: 'custom', ...query, days: 2, data_since: expect.any(String) });
    expect(body.data).toMatchObject({
      id: tiktok,
      type: 'account_analytics',
      totals: { views: -100, saves: null, engagement_rate: 0, followers_gained: -20 },
      previous: { views: 300, followers_gained: -10 },
      changes: { views_pct: -133.33, saves_pct: null, followers_gained_pct: -100, comments_pct: -133.33 },
    });
    const creators = await own.ask('get_creator_analytics', { params: { creator_id }, query });
    expect(creators.body.data).toMatchObject({
      type: 'creator_analytics',
      totals: { views: 0, saves: 5, followers_gained: 20 },
      previous: { views: 300, saves: 0 },
      changes: { views_pct: -100, saves_pct: null },
    });
  });

  it('of videos know no followers', async () => {
    const video_id = await own.video('7411335095394699573', [10, 50]);
    const query = { start_date: '2026-03-16', end_date: '2026-03-16' };
    const points = (await own.ask('get_video_timeseries', { params: { video_id }, query })).body.data;
    expect(points).toMatchObject([{ views: 40, plays: 40, saves: null, follower_count: null }]);
    const { data } = (await own.ask('get_video_analytics', { params: { video_id }, query })).body;
    expect(data).toMatchObject({
      type: 'video_analytics',
      totals: { views: 40, followers_gained: null },
      changes: { views_pct: null, followers_gained_pct: null },
    });
    const [listed] = (await own.ask('list_account_videos', { query: { account_id: instagram } })).body.data;
    const params = { platform: 'instagram', account_video_id: listed?.id };
    const daily = await own.ask('get_account_video_timeseries', { params, query });
    expect(daily.body.data).toMatchObject([{ views: 100, saves: 5, follower_count: null }]);
    const { at_age, ...shown } = (await own.ask('get_account_video', { params })).body.data;
    expect(shown).toEqual(listed);
    expect(Object.keys(at_age)).toEqual(['day_1', 'day_7', 'day_30']);
    expect(shown).toMatchObject({ account_username: 'gram', creator_id, view_count: 200, total_plays: 400 });
    const elsewhere = own.ask('get_account_video', { params: { ...params, platform: 'tiktok' } });
    await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of what is not there are refused, with the word for what it is', async () => {
    const [account, creator, video] = [{ account_id: unknown }, { creator_id: unknown }, { video_id: unknown }];
    const post = { platform: 'tiktok', account_video_id: 987_654 };
    const asked: readonly (readonly [noun: string, ask: () => Promise<unknown>])[] = [
      ['account', () => own.ask('get_account_timeseries', { params: account })],
      ['account', () => own.ask('get_account_analytics', { params: account })],
      ['creator', () => own.ask('get_creator_timeseries', { params: creator })],
      ['creator', () => own.ask('get_creator_analytics', { params: creator })],
      ['video', () => own.ask('get_video_timeseries', { params: video })],
      ['video', () => own.ask('get_video_analytics', { params: video })],
      ['account video', () => own.ask('get_account_video_timeseries', { params: post })],
    ];
    for (const [noun, ask] of asked) {
      await expect(ask(), noun).rejects.toMatchObject({
        code: 'NOT_FOUND',
        detail: `No such ${noun} in this organization.`,
      });
    }
  });

  it('of the organization are those of all accounts, with followers and the saves that are known', async () => {
    const { data } = (await own.ask('get_overview_timeseries', { query: dates })).body;
    expect(data.map(({ views, saves, follower_count }) => [views, saves, follower_count])).toEqual([
      [0, 0, null],
      [0, 0, 500],
      [300, 0, 1_490],
      [0, 0, 1_480],
      [0, 5, 1_510],
    ]);
  });

  it('of many at once name those that are unknown', async () => {
    const { body } = await own.ask('get_account_metrics', {
      body: { account_ids: [tiktok, unknown, instagram, tiktok], ...dates },
    });
    const metrics = { views: 200, plays: 200, likes: 20, comments: 2, shares: 4, engagement: 26 };
    expect(body).toEqual({
      data: {
        [tiktok]: metrics,
        [instagram]: { views: 100, plays: 200, likes: 10, comments: 1, shares: 2, engagement: 13 },
      },
      meta: { period: 'custom', ...dates, days: 5, data_since: expect.any(String), not_found: [unknown] },
    });
    const posts = (await own.ask('list_account_videos')).body.data;
    const idOn = (platform: string) => posts.find((row) => row.platform === platform)?.id ?? 0;
    const many = await own.ask('get_account_video_metrics', {
      body: {
        instagram_post_ids: [idOn('instagram'), idOn('tiktok')],
        tiktok_video_ids: [idOn('tiktok'), 99_999],
        ...dates,
      },
    });
    expect(many.body.data[idOn('tiktok')]).toEqual(metrics);
    expect(Object.keys(many.body.data)).toHaveLength(2);
    expect(many.body.meta).toMatchObject({
      not_found: [idOn('tiktok'), 99_999],
      not_found_by_platform: { instagram_post_ids: [idOn('tiktok')], tiktok_video_ids: [99_999] },
    });
    const video_id = await own.video('7411335095394699574', [1, 4]);
    const videos = await own.ask('get_video_metrics', { body: { video_ids: [video_id] } });
    expect(videos.body.data[video_id]?.views).toBe(0);
    expect(videos.body.meta).toMatchObject({ period: '30d', end_date: '2026-03-15', not_found: [] });
  });
});
