import { beforeEach, expect, it } from 'vitest';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import type { CountHistory, History } from '../../src/store/ingest/history.ts';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import type { VideoSnapshot } from '../../src/store/ingest/snapshot.ts';
import { markVideoUnavailable } from '../../src/store/ingest/unavailable.ts';
import { recordVideoSnapshot } from '../../src/store/ingest/video-snapshot.ts';
import { noCounts } from '../../src/store/observations/counts.ts';
import { videoDays } from '../../src/store/video-days.ts';
import { allPostDays } from './all-post-days.ts';
import { testStores } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addCreator, addOrganization, noon, pastPost, post, snapshotOf, trackedVideo } from './rows.ts';

const days = Array.from({ length: 40 }, (_, i) => new Date(noon - (40 - i) * 86_400_000).toISOString().slice(0, 10));
const history = (from: number): CountHistory => ({
  from: { ...noCounts, view_count: from },
  days: days.map((day, i) => ({ day, views: i, plays: 2 * i, likes: 1, comments: 2, shares: 3, saves: 1 })),
});

function past(): History {
  const seen = { first_scrape_time: '2026-01-30T06:00:00.000Z', last_scrape_time: '2026-03-09T06:00:00.000Z' };
  const posts = (size: number) => Array.from({ length: size }, (_, i) => pastPost(`p${i}`, `caption ${i}`, history(i)));
  const followers = days.map((day, i) => ({ day, level: 1_000 - i }));
  return {
    organizationId: 'o',
    accounts: [
      { account: { ...accountFacts('big', 'instagram', 'c'), ...seen }, followers, posts: posts(60) },
      { account: { ...accountFacts('tik', 'tiktok', 'c'), ...seen }, followers: followers.slice(5), posts: posts(3) },
      { account: accountFacts('never', 'tiktok'), followers: [], posts: [] },
    ],
    videos: [trackedVideo('v', 'tracked', history(10))],
  };
}

testStores('a loaded history', (opened) => {
  beforeEach(async () => {
    await opened().store.write.deleteFrom('organizations').execute();
    await addOrganization(opened().store, 'o');
    await addCreator(opened().store, 'o', 'c');
  });

  it.each([true, false])('has sums that equal their parts (in chunks: %s)', async (yieldBetweenChunks) => {
    const { store } = opened();
    await loadHistory(store, past(), { yieldBetweenChunks });
    expect(await rollupDifferences(store)).toEqual([]);
    const account = store.read.selectFrom('accounts').selectAll();
    expect(await account.where('id', '=', 'big').executeTakeFirst()).toMatchObject({
      total_post_count: 60,
      follower_count: 961,
      view_count: 60 * 780 + 1_770,
      like_count: 60 * 40,
      comment_count: 60 * 80,
      share_count: 60 * 120,
      saved_count: 2_400,
    });
    expect(await account.where('id', '=', 'tik').executeTakeFirst()).toMatchObject({
      play_count: 3 * 780 + 3,
      comment_count: 3 * 80,
      share_count: 3 * 120,
      saved_count: null,
    });
    // On TikTok a play is a view, and nobody knows of saves.
    const tikDays = store.read.selectFrom('account_days').selectAll().where('account_id', '=', 'tik');
    const played = await tikDays.where('day', '=', days[7] ?? '').executeTakeFirst();
    expect(played).toMatchObject({ views: 3 * 7, plays: 3 * 7, saves: 0 });
    expect(await account.where('id', '=', 'never').executeTakeFirst()).toMatchObject({
      total_post_count: 0,
      follower_count: 0,
      saved_count: null,
    });
    const video = store.read.selectFrom('videos').selectAll().where('id', '=', 'v');
    expect(await video.executeTakeFirst()).toMatchObject({ view_count: 790, like_count: 40 });
    expect((await videoDays(store, 'o', ['v'], ever)).get('v')).toHaveLength(40);
  });

  it('keeps no day that added nothing, and of saves that began unknown none at all', async () => {
    const { store } = opened();
    const quiet = { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0 };
    const added = [
      { day: '2026-03-01', ...quiet, views: 5, saves: 2 },
      { day: '2026-03-02', ...quiet },
    ];
    const seen = { first_scrape_time: '2026-02-01T06:00:00.000Z', last_scrape_time: '2026-03-09T06:00:00.000Z' };
    const unknown = pastPost('p', null, { from: { ...noCounts, saved_count: null }, days: added });
    const followers = [{ day: '2026-03-01', level: 10 }];
    const accounts = [{ account: { ...accountFacts('a', 'instagram'), ...seen }, followers, posts: [unknown] }];
    await loadHistory(store, { organizationId: 'o', accounts, videos: [] }, { yieldBetweenChunks: true });
    const kept = (await allPostDays(store)).map(({ day, views, saves }) => ({ day, views, saves }));
    expect(kept).toEqual([{ day: '2026-03-01', views: 5, saves: 0 }]);
    const post = store.read.selectFrom('account_videos').select(['view_count', 'saved_count']);
    expect(await post.execute()).toEqual([{ view_count: 5, saved_count: null }]);
    expect(await rollupDifferences(store)).toEqual([]);
  });

  it('is all or nothing in one transaction', async () => {
    const { store } = opened();
    const broken = { ...past(), videos: [trackedVideo('v', '', history(0)), trackedVideo('v', '', history(0))] };
    await expect(loadHistory(store, broken, { yieldBetweenChunks: false })).rejects.toThrow();
    expect(await store.read.selectFrom('accounts').select('id').execute()).toEqual([]);
  });

  it('takes part in a transaction that is open', async () => {
    const { store } = opened();
    const undone = store.write.transaction().execute(async (write) => {
      await loadHistory({ dialect: store.dialect, write }, past(), { yieldBetweenChunks: false });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await store.read.selectFrom('organization_days').selectAll().execute()).toEqual([]);
  });

  it('is continued by later snapshots', async () => {
    const { store } = opened();
    await loadHistory(store, past(), { yieldBetweenChunks: false });
    const snapshot = snapshotOf(970, [post('p0', 2_000)]);
    await recordAccountSnapshot(store, { organizationId: 'o', accountId: 'big', at: noon, snapshot });
    const today = store.read
      .selectFrom('account_days')
      .selectAll()
      .where('account_id', '=', 'big')
      .where('day', '=', '2026-03-10');
    expect(await today.executeTakeFirst()).toMatchObject({ views: 1_220, followers_gained: 9, follower_accounts: 0 });
    expect(await rollupDifferences(store)).toEqual([]);
  });
});

const ever = { start: '2000-01-01', end: '2100-01-01' };

type Author = Pick<VideoSnapshot, 'account_username' | 'platform_account_id'>;

testStores('a snapshot of an individually tracked video', (opened) => {
  it('is the baseline if it is the first, adds to days of its own, names its account and enters no sum', async () => {
    const { store } = opened();
    await addOrganization(store, 'o');
    const fresh = trackedVideo('v', null, { from: noCounts, days: [] });
    const video = { ...fresh.video, first_scrape_time: null, last_scrape_time: null, create_time: null };
    const accounts = [{ account: accountFacts('zoe', 'instagram'), followers: [], posts: [] }];
    await loadHistory(
      store,
      { organizationId: 'o', accounts, videos: [{ ...fresh, video }] },
      { yieldBetweenChunks: false },
    );
    const zoe = { account_username: 'Zoe', platform_account_id: '77' };
    const record = (at: number, views: number, organizationId = 'o', author: Author = zoe) => {
      const snapshot = { post: post('x', views), ...author };
      return recordVideoSnapshot(store, { organizationId, videoId: 'v', at, snapshot });
    };
    expect(await record(noon, 1, 'other')).toBe('gone');
    expect([await record(noon, 100), await record(noon + 1, 160), await record(noon, 1)]).toEqual([
      'recorded',
      'recorded',
      'recorded',
    ]);
    expect((await videoDays(store, 'o', ['v'], ever)).get('v')).toMatchObject([{ day: '2026-03-10', views: 60 }]);
    expect((await videoDays(store, 'other', ['v'], ever)).get('v')).toBeUndefined();
    expect(await store.read.selectFrom('videos').selectAll().executeTakeFirst()).toMatchObject({
      view_count: 160,
      account_id: 'zoe',
      account_username: 'Zoe',
      first_scrape_time: '2026-03-10T12:00:00.000Z',
    });
    expect(await store.read.selectFrom('organization_days').selectAll().execute()).toEqual([]);
    // A provider that cannot tell who posted it takes away nothing that is known.
    await record(noon + 2, 160, 'o', { account_username: null, platform_account_id: null });
    expect(await store.read.selectFrom('videos').selectAll().executeTakeFirst()).toMatchObject({
      account_id: 'zoe',
      ...zoe,
    });
    // Gone from its platform, and back again; when it is due is left as it is unless it is said.
    const due = '2026-03-12T00:00:00.000Z';
    await markVideoUnavailable(store, { organizationId: 'other', id: 'v', nextRefreshAt: due });
    const state = store.read.selectFrom('videos').select(['is_unavailable', 'next_refresh_at', 'view_count']);
    expect(await state.executeTakeFirst()).toEqual({ is_unavailable: 0, next_refresh_at: null, view_count: 160 });
    await markVideoUnavailable(store, { organizationId: 'o', id: 'v', nextRefreshAt: due });
    expect(await state.executeTakeFirst()).toEqual({ is_unavailable: 1, next_refresh_at: due, view_count: 160 });
    await record(noon + 3, 170);
    expect(await state.executeTakeFirst()).toEqual({ is_unavailable: 0, next_refresh_at: due, view_count: 170 });
    const stranger = { account_username: 'nobody.here', platform_account_id: '78' };
    await record(noon + 4, 170, 'o', stranger);
    expect(await store.read.selectFrom('videos').selectAll().executeTakeFirst()).toMatchObject({
      account_id: null,
      ...stranger,
    });
  });
});
