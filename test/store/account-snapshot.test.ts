import { beforeEach, expect, it } from 'vitest';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import type { AccountSnapshot } from '../../src/store/ingest/snapshot.ts';
import { markAccountUnavailable } from '../../src/store/ingest/unavailable.ts';
import { testStores } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';
import { accountFacts, addAccount, addCreator, addOrganization, hour, noon, post, snapshotOf, today } from './rows.ts';

testStores('an account snapshot', (opened) => {
  const day = 24 * hour;

  beforeEach(async () => {
    await opened().store.write.deleteFrom('organizations').execute();
    await addOrganization(opened().store, 'o');
    await addCreator(opened().store, 'o', 'c');
    await addAccount(opened().store, 'o', accountFacts('a', 'instagram', 'c'));
    await addAccount(opened().store, 'o', accountFacts('t', 'tiktok'));
  });

  const record = (at: number, snapshot: AccountSnapshot, accountId = 'a') =>
    recordAccountSnapshot(opened().store, { organizationId: 'o', accountId, at, snapshot });
  const account = (id = 'a') =>
    opened().store.read.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const daysOf = (id = 'a') =>
    opened()
      .store.read.selectFrom('account_days')
      .select(['day', 'views', 'plays', 'saves', 'followers_first', 'follower_accounts', 'followers_gained'])
      .where('account_id', '=', id)
      .orderBy('day')
      .execute();

  it('of an account of another organization changes nothing', async () => {
    const other = { organizationId: 'other', accountId: 'a', at: noon, snapshot: snapshotOf(5, [post('p', 9)]) };
    expect(await recordAccountSnapshot(opened().store, other)).toBe('gone');
    expect(await account()).toMatchObject({ follower_count: 0, last_scrape_time: null });
  });

  it('that is older than the last one is where gains begin, and leaves the last counts as they are', async () => {
    await record(noon, snapshotOf(100, [post('p', 50)]));
    expect(await record(noon - day, snapshotOf(90, [post('p', 40)]))).toBe('recorded');
    expect(await account()).toMatchObject({ follower_count: 100, view_count: 50 });
    expect(await daysOf()).toMatchObject([
      { day: '2026-03-09', views: 0, followers_first: 90, follower_accounts: 1, followers_gained: 0 },
      { day: today, views: 10, followers_first: 0, follower_accounts: 0, followers_gained: 10 },
    ]);
    expect(await rollupDifferences(opened().store)).toEqual([]);
  });

  it('of the first refresh is the baseline that gains are counted from', async () => {
    await record(noon, snapshotOf(100, [post('p', 50), post('q', 10)]));
    expect(await account()).toMatchObject({
      name: 'Zoë',
      is_verified: 1,
      total_post_count: 2,
      view_count: 60,
      play_count: 120,
      saved_count: 2,
      first_scrape_time: '2026-03-10T12:00:00.000Z',
      last_scrape_time: '2026-03-10T12:00:00.000Z',
    });
    expect(await daysOf()).toEqual([
      { day: today, views: 0, plays: 0, saves: 0, followers_first: 100, follower_accounts: 1, followers_gained: 0 },
    ]);
  });

  it('adds its gains to its UTC day, several times a day too, and gains may be negative', async () => {
    await record(noon, snapshotOf(100, [post('p', 500)]));
    await record(noon + hour, snapshotOf(110, [post('p', 800)]));
    await record(noon + 2 * hour, snapshotOf(105, [post('p', 700)]));
    await record(noon + 12 * hour, snapshotOf(105, [post('p', 640)]));
    expect(await daysOf()).toMatchObject([
      { day: today, views: 200, plays: 400, saves: 10, followers_first: 100, followers_gained: 5 },
      { day: '2026-03-11', views: -60, plays: -120, saves: -3, followers_first: 0, followers_gained: 0 },
    ]);
    const posts = await opened()
      .store.read.selectFrom('account_videos')
      .selectAll()
      .where('account_id', '=', 'a')
      .execute();
    expect(posts).toMatchObject([
      { view_count: 640, first_scrape_time: '2026-03-10T12:00:00.000Z', last_scrape_time: '2026-03-11T00:00:00.000Z' },
    ]);
  });

  it('counts a post made since the last refresh from zero, and takes an older post seen for the first time as a baseline', async () => {
    await record(noon, snapshotOf(1, []));
    const fresh = post('new', 300, { create_time: new Date(noon + hour).toISOString() });
    await record(noon + day, snapshotOf(1, [fresh, post('old', 9_000)]));
    expect((await daysOf())[1]).toMatchObject({ day: '2026-03-11', views: 300, plays: 600 });
    expect(await account()).toMatchObject({ view_count: 9_300, total_post_count: 2 });
  });

  it('leaves posts that it no longer shows as they were', async () => {
    await record(noon, snapshotOf(1, [post('p', 50), post('q', 10)]));
    await record(noon + day, snapshotOf(1, [post('p', 70)]));
    expect(await account()).toMatchObject({ view_count: 80, total_post_count: 2 });
  });

  it('gives ids of one sequence, in the order in which posts were made', async () => {
    await record(noon, snapshotOf(1, [post('late', 1, { create_time: '2026-02-02T00:00:00Z' }), post('early', 1)]));
    await record(noon, snapshotOf(1, [post('x', 1)]), 't');
    const rows = await opened().store.read.selectFrom('account_videos').select(['id', 'external_id']).execute();
    const ids = new Map(rows.map((row) => [row.external_id, row.id]));
    expect(Number(ids.get('late')) - Number(ids.get('early'))).toBe(1);
    expect(Number(ids.get('x')) - Number(ids.get('late'))).toBe(1);
  });

  it('on TikTok has plays that are views, and no saves', async () => {
    await record(noon, snapshotOf(1, [post('p', 50)]), 't');
    await record(noon + hour, snapshotOf(1, [post('p', 60)]), 't');
    expect(await account('t')).toMatchObject({ view_count: 60, play_count: 60, saved_count: null });
    expect(await daysOf('t')).toMatchObject([{ views: 10, plays: 10, saves: 0 }]);
  });

  it('keeps the saves that it leaves out, and gains none that were unknown', async () => {
    const saves = (saved_count: number | null) => snapshotOf(1, [post('p', 50, { saved_count })]);
    const kept = async () => {
      const row = await opened().store.read.selectFrom('account_videos').select('saved_count').executeTakeFirst();
      return row?.saved_count;
    };
    await record(noon, saves(null));
    expect(await kept()).toBeNull();
    await record(noon + hour, saves(7));
    expect(await kept()).toBe(7);
    await record(noon + 2 * hour, saves(null));
    expect(await kept()).toBe(7);
    await record(noon + 3 * hour, saves(9));
    expect(await daysOf()).toMatchObject([{ saves: 2 }]);
    expect(await account()).toMatchObject({ saved_count: 9 });
  });

  it('of the moment of the last one is taken, and a post of that moment is no new one', async () => {
    await record(noon, snapshotOf(1, []));
    const then = post('then', 500, { create_time: new Date(noon).toISOString() });
    expect(await record(noon, snapshotOf(3, [then]))).toBe('recorded');
    expect(await account()).toMatchObject({ follower_count: 3, view_count: 500 });
    expect(await daysOf()).toMatchObject([{ views: 0, followers_first: 3, followers_gained: 0 }]);
  });

  it('stores captions without NUL and half surrogate pairs, which PostgreSQL refuses', async () => {
    await record(noon, snapshotOf(1, [post('p', 1, { description: 'a\0b\ud83d' })]));
    const row = await opened().store.read.selectFrom('account_videos').select('description').executeTakeFirst();
    expect(row?.description).toBe('ab\ufffd');
  });

  it('makes an unavailable account available again, and sets when it is due', async () => {
    await markAccountUnavailable(opened().store, {
      organizationId: 'o',
      id: 'a',
      nextRefreshAt: '2026-03-12T00:00:00.000Z',
    });
    expect(await account()).toMatchObject({ is_unavailable: 1, next_refresh_at: '2026-03-12T00:00:00.000Z' });
    const sighting = {
      organizationId: 'o',
      accountId: 'a',
      at: noon,
      snapshot: snapshotOf(1, []),
      nextRefreshAt: null,
    };
    await recordAccountSnapshot(opened().store, sighting);
    expect(await account()).toMatchObject({ is_unavailable: 0, next_refresh_at: null });
  });

  it('is added to the sums of creator and organization, also when two come at once', async () => {
    await record(noon, snapshotOf(10, [post('p', 50)]));
    await record(noon, snapshotOf(20, [post('p', 50)]), 't');
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => [
        record(noon + hour, snapshotOf(11 + i, [post('p', 60 + i)])),
        record(noon + hour, snapshotOf(22 + i, [post('p', 80 + i)]), 't'),
      ]).flat(),
    );
    const [sum] = await opened().store.read.selectFrom('organization_days').selectAll().execute();
    expect(sum).toMatchObject({ followers_first: 30, follower_accounts: 2 });
    expect(await rollupDifferences(opened().store)).toEqual([]);
  });
});
