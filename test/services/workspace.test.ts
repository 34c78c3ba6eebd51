import { beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../store/open-test-store.ts';
import { post } from '../store/rows.ts';
import { dayMs, noon, type Serving, serving } from './serving.ts';

testStores('the workspace', (opened) => {
  describe('overview', () => {
    let own: Serving;
    beforeAll(async () => {
      own = await serving(opened().store);
      own.clock.now = noon - 20 * dayMs;
      const old = await own.account('old.one');
      const posts = [
        post('p1', 100, { create_time: new Date(noon - 30 * dayMs).toISOString() }),
        post('p2', 100, { create_time: new Date(noon - 3 * dayMs).toISOString() }),
        post('p3', 100, { create_time: new Date(noon - 3_600_000).toISOString() }),
      ];
      await own.seen(old, 10, posts.slice(0, 1), noon - 10 * dayMs);
      await own.seen(old, 10, [post('p1', 300, { create_time: posts[0]?.create_time ?? '' })], noon - 9 * dayMs);
      await own.seen(
        old,
        10,
        [post('p1', 350, { create_time: posts[0]?.create_time ?? '' }), ...posts.slice(1)],
        noon - dayMs,
      );
      own.clock.now = noon;
      await own.account('new.one');
      const paused = await own.account('paused.one');
      await own.ask('update_account', { params: { account_id: paused }, body: { is_active: false } });
      await own.video('7411335095394699573');
    });

    it('compares sums of days and levels at the end of each window', async () => {
      const { body } = await own.ask('get_overview');
      expect(body.meta).toEqual({
        period: '7d',
        start_date: '2026-03-09',
        end_date: '2026-03-15',
        days: 7,
        data_since: '2026-03-06',
        shared_posts: 0,
      });
      expect(body.data).toEqual({
        type: 'overview',
        // Posts made since the last refresh begin at 0: 50 + 100 + 100.
        current: { total_views: 250, engagement_rate: 12.8, active_accounts: 2, account_videos: 3, tracked_videos: 1 },
        previous: { total_views: 200, engagement_rate: 13, active_accounts: 1, account_videos: 1, tracked_videos: 0 },
        changes: {
          total_views_pct: 25,
          engagement_rate_pct: -1.54,
          active_accounts_pct: 100,
          account_videos_pct: 200,
          tracked_videos_pct: null,
        },
      });
      const count = async (id: 'list_accounts' | 'list_account_videos' | 'list_videos', query: object) =>
        (await own.ask(id, { query: { ...query, include_total: true } })).body.pagination.total_count;
      expect(await count('list_accounts', { is_active: true })).toBe(2);
      expect(await count('list_account_videos', {})).toBe(3);
      expect(await count('list_videos', {})).toBe(1);
    });

    it('of a window in the past has the levels at its end', async () => {
      const query = { start_date: '2026-03-07', end_date: '2026-03-14' };
      const { data } = (await own.ask('get_overview', { query })).body;
      expect(data.current).toMatchObject({
        total_views: 200,
        active_accounts: 1,
        account_videos: 2,
        tracked_videos: 0,
      });
    });

    it('has a series that adds up to it', async () => {
      const { body } = await own.ask('get_overview_timeseries');
      expect(body.meta.days).toBe(7);
      expect(body.data.reduce((sum, { views }) => sum + views, 0)).toBe(250);
    });

    it('of an empty organization is zeros', async () => {
      const empty = await serving(opened().store);
      const { data } = (await empty.ask('get_overview')).body;
      expect(Object.values(data.current)).toEqual([0, 0, 0, 0, 0]);
      expect(Object.values(data.changes)).toEqual([null, null, null, null, null]);
      expect((await empty.ask('get_overview_timeseries')).body.data.every(({ saves }) => saves === null)).toBe(true);
    });
  });

  describe('search', () => {
    let own: Serving;
    const search = async (q: string, more: object = {}) =>
      (await own.ask('search_workspace', { query: { q, ...more } })).body;
    beforeAll(async () => {
      own = await serving(opened().store);
      for (const name of ['Annabel', 'Hannah', 'ann', 'Ann', 'Zoë']) await own.creator(name);
      for (const [index, username] of ['hannah', 'ann', 'annabel'].entries()) {
        const caption = `${username} sells 100% "rye"`;
        const id = await own.account(username, { platform: 'tiktok' });
        const create_time = new Date(noon - index * dayMs).toISOString();
        await own.seen(id, 1, [post(`x${index}`, 1, { description: caption, create_time })]);
      }
    });

    it('finds nothing for a blank text', async () => {
      for (const q of ['', '   ']) {
        expect(await search(q)).toEqual({
          data: { accounts: [], creators: [], videos: [] },
          meta: { query: q, limit_per_section: 10, effective_caps: { accounts: 10, creators: 10, videos: 10 } },
        });
      }
    });

    it('finds any part in any case: what is named so first, then what begins so, captions newest first', async () => {
      const { data } = await search('ANN');
      expect(data.accounts.map(({ username }) => username)).toEqual(['ann', 'annabel', 'hannah']);
      expect(data.creators.map(({ name }) => name.toLowerCase())).toEqual(['ann', 'ann', 'annabel', 'hannah']);
      expect(data.videos.map(({ account_username }) => account_username)).toEqual(['hannah', 'ann', 'annabel']);
      expect((await search('oË')).data.creators.map(({ name }) => name)).toEqual(['Zoë']);
      expect((await search('0% "R')).data.videos).toHaveLength(3);
      expect((await search('%')).data.accounts).toEqual([]);
      // What accounts call themselves is not searched: all of them say Zoë.
      expect((await search('Zoë')).data.accounts).toEqual([]);
    });

    it('holds a section under its limit', async () => {
      const { data, meta } = await search('a', { limit: 2 });
      expect([data.accounts.length, data.creators.length, data.videos.length]).toEqual([2, 2, 2]);
      expect(meta.effective_caps).toEqual({ accounts: 2, creators: 2, videos: 2 });
    });
  });

  it('usage counts what was refreshed this UTC month, and the calls of each key', async () => {
    const { store } = opened();
    const own = await serving(store);
    own.clock.now = Date.parse('2026-02-28T23:59:59.999Z');
    const [before, during] = [await own.account('before'), await own.account('during', { platform: 'tiktok' })];
    await own.seen(before, 1, [post('m1', 1)]);
    await own.video('7411335095394699573', [1]);
    own.clock.now = Date.parse('2026-03-01T00:00:00.000Z');
    await own.seen(during, 1, [post('m2', 1), post('m3', 1)]);
    await own.seen(during, 1, [post('m2', 2), post('m3', 3)], own.clock.now + 1);
    await own.video('7411335095394699574', [1]);
    const used = { organization_id: own.organizationId, door: 'rest', operation: 'list_accounts' } as const;
    await store.write
      .insertInto('api_usage_days')
      .values([
        { ...used, key_id: 'gone', day: '2026-03-01', calls: 3, errors: 1, rate_limited: 1 },
        { ...used, key_id: 'gone', day: '2026-03-31', calls: 4, errors: 0, rate_limited: 0 },
        { ...used, key_id: 'gone', day: '2026-02-28', calls: 100, errors: 0, rate_limited: 0 },
        { ...used, key_id: 'other', day: '2026-03-02', calls: 2, errors: 0, rate_limited: 0 },
      ])
      .execute();
    expect((await own.ask('get_usage')).body.data).toEqual({
      type: 'usage',
      period: { start_date: '2026-03-01', end_date: '2026-03-31' },
      billable_account_posts: 2,
      individual_posts: 1,
      platforms: {
        instagram: { account_posts: 0, individual_posts: 0 },
        tiktok: { account_posts: 2, individual_posts: 1 },
      },
      api_calls: [
        { key_id: 'gone', key_name: null, calls: 7, errors: 1, rate_limited: 1 },
        { key_id: 'other', key_name: null, calls: 2, errors: 0, rate_limited: 0 },
      ],
    });
  });
});
