import { beforeAll, describe, expect, it } from 'vitest';
import { addImport } from '../collect/tracked.ts';
import { testStores } from '../store/open-test-store.ts';
import { rollupDifferences } from '../store/rollup-check.ts';
import { post } from '../store/rows.ts';
import { noon, type Serving, serving } from './serving.ts';

testStores('accounts', (opened) => {
  let own: Serving;
  beforeAll(async () => {
    own = await serving(opened().store);
  });
  const nextRefresh = async (id: string) => {
    const found = opened().store.read.selectFrom('accounts').select('next_refresh_at').where('id', '=', id);
    return (await found.executeTakeFirst())?.next_refresh_at;
  };

  describe('tracking one', () => {
    it('is refused for a username that is none, and for an unknown creator', async () => {
      const body = { platform: 'tiktok', username: 'not a name' };
      await expect(own.ask('create_account', { body })).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        errors: [{ field: 'username' }],
      });
      const creator_id = '00000000-0000-4000-8000-000000000000';
      const asked = own.ask('create_account', { body: { platform: 'tiktok', username: 'nobody', creator_id } });
      await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await own.ask('list_accounts', { query: { q: 'nobody' } })).body.data).toEqual([]);
    });

    it('takes a profile address, is due at once and shows zeros until its first refresh', async () => {
      const before = own.nudged();
      const { status, body, location } = await own.ask('create_account', {
        body: { platform: 'instagram', username: 'https://www.instagram.com/Ana.Bakes/', metadata: { team: 'EU' } },
      });
      expect(status).toBe(201);
      expect(location).toBe(`/accounts/${body.data.id}`);
      expect(body.data).toMatchObject({
        username: 'ana.bakes',
        metadata: { team: 'EU' },
        is_active: true,
        added_at: new Date(noon).toISOString(),
        last_scrape_time: null,
        follower_count: 0,
        saved_count: 0,
        scrape_interval_hours: 24,
      });
      expect(own.nudged()).toBe(before + 1);
      expect(await nextRefresh(body.data.id)).toBe(new Date(noon).toISOString());
    });

    it('takes null for what it has none of, as a change does', async () => {
      const none = { category: null, max_recent_posts_per_account: null, post_lookback_days: null };
      const { body } = await own.ask('create_account', { body: { platform: 'tiktok', username: 'null.x', ...none } });
      expect(body.data).toMatchObject(none);
      await own.ask('delete_account', { params: { account_id: body.data.id } });
    });

    it('leaves an inactive one alone, and any where there is no provider', async () => {
      const { body } = await own.ask('create_account', {
        body: { platform: 'tiktok', username: 'resting', is_active: false },
      });
      expect(await nextRefresh(body.data.id)).toBeNull();
      const without = await serving(opened().store, { provider: null });
      expect(await nextRefresh(await without.account('lonely'))).toBeNull();
      expect(without.nudged()).toBe(0);
    });

    it('is never due where it would be invented beside numbers of the organization’s own', async () => {
      const inventing = await serving(opened().store, { provider: { invented: true } });
      const body = { platform: 'tiktok', username: 'before.file' };
      const before = await inventing.ask('create_account', { body });
      expect(before.body.data.next_refresh_at).toBe(new Date(noon).toISOString());
      await addImport(opened().store, inventing.organizationId, 'applied');
      const after = await inventing.ask('create_account', { body: { ...body, username: 'after.file' } });
      expect(after.body.data.next_refresh_at).toBeNull();
      const params = { account_id: after.body.data.id };
      for (const is_active of [false, true]) {
        const changed = await inventing.ask('update_account', { params, body: { is_active } });
        expect(changed.body.data.next_refresh_at).toBeNull();
      }
    });

    it('twice is a conflict, however it is written; another organization may track it too', async () => {
      await own.account('twice', { platform: 'tiktok' });
      const again = own.ask('create_account', { body: { platform: 'tiktok', username: '@TWICE' } });
      await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
      await (await serving(opened().store)).account('twice', { platform: 'tiktok' });
      await own.account('twice', { platform: 'instagram' });
    });

    it('twice at the same moment makes one account and one conflict', async () => {
      const one = () => own.ask('create_account', { body: { platform: 'tiktok', username: 'racer' } });
      const outcomes = await Promise.allSettled([one(), one(), one(), one()]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
      }
    });

    it('stops at the cap, for several at the same moment too, and a duplicate stays a conflict', async () => {
      const capped = await serving(opened().store);
      const { store } = opened();
      await store.write
        .updateTable('organizations')
        .set({ account_cap: 3 })
        .where('id', '=', capped.organizationId)
        .execute();
      await capped.account('first');
      const names = ['aa', 'bb', 'cc', 'dd', 'ee'];
      const outcomes = await Promise.allSettled(names.map((name) => capped.account(name, { platform: 'tiktok' })));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'QUOTA_EXCEEDED' });
      }
      await expect(capped.account('first')).rejects.toMatchObject({ code: 'CONFLICT' });
      const listed = await capped.ask('list_accounts', { query: { include_total: true } });
      expect(listed.body.pagination.total_count).toBe(3);
    });
  });

  describe('changing one', () => {
    it('changes what is given and nothing else; null takes away', async () => {
      const account_id = await own.account('changing');
      const params = { account_id };
      const set = { category: 'food', post_lookback_days: 30, metadata: { a: 'b' } };
      expect((await own.ask('update_account', { params, body: set })).body.data).toMatchObject(set);
      const { body } = await own.ask('update_account', { params, body: { category: null } });
      expect(body.data).toMatchObject({ ...set, category: null });
      expect((await own.ask('update_account', { params, body: {} })).body.data).toEqual(body.data);
    });

    it('pauses and resumes it: due never, then at once', async () => {
      const account_id = await own.account('pausing', { views: [1] });
      const params = { account_id };
      await own.ask('update_account', { params, body: { is_active: false } });
      expect(await nextRefresh(account_id)).toBeNull();
      own.clock.now = noon + 5_000;
      await own.ask('update_account', { params, body: { is_active: true } });
      expect(await nextRefresh(account_id)).toBe(new Date(noon + 5_000).toISOString());
      own.clock.now = noon;
    });

    it('counts a new interval from the last refresh', async () => {
      const account_id = await own.account('interval', { views: [1] });
      await own.ask('update_account', { params: { account_id }, body: { scrape_interval_hours: 6 } });
      expect(await nextRefresh(account_id)).toBe(new Date(noon + 6 * 3_600_000).toISOString());
    });

    it('shows its own limits, else those of the organization, else none', async () => {
      const account_id = await own.account('limited');
      const limits = async () => {
        const { data } = (await own.ask('get_account', { params: { account_id } })).body;
        return [data.effective_max_recent_posts_per_account, data.effective_post_lookback_days];
      };
      expect(await limits()).toEqual([null, null]);
      const settings = { max_recent_posts_per_account: 50, post_lookback_days: 90 };
      const changed = await own.ask('update_settings', { body: settings });
      expect(changed.body.data).toEqual({ type: 'settings', ...settings });
      expect(await limits()).toEqual([50, 90]);
      await own.ask('update_account', { params: { account_id }, body: { post_lookback_days: 7 } });
      expect(await limits()).toEqual([50, 7]);
      await own.ask('update_settings', { body: { max_recent_posts_per_account: null } });
      expect((await own.ask('get_settings')).body.data).toEqual({
        ...changed.body.data,
        max_recent_posts_per_account: null,
      });
      expect(await limits()).toEqual([null, 7]);
    });
  });

  it('takes its history along when it is deleted, out of every sum', async () => {
    const creator_id = await own.creator('Deleting');
    await own.account('staying', { creator_id, views: [10, 30] });
    const account_id = await own.account('leaving', { creator_id, views: [100, 500] });
    await own.seen(account_id, 120, [post('leaving-1', 900), post('leaving-2', 40)], noon + 3_600_000);
    expect((await own.ask('delete_account', { params: { account_id } })).status).toBe(204);
    await expect(own.ask('get_account', { params: { account_id } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(own.ask('delete_account', { params: { account_id } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const dates = { start_date: '2026-03-15', end_date: '2026-03-16' };
    const { body } = await own.ask('get_creator_analytics', { params: { creator_id }, query: dates });
    expect(body.data.totals).toMatchObject({ views: 20, followers_gained: 1 });
    expect((await own.ask('list_account_videos', { query: { account_id } })).body.data).toEqual([]);
    expect(await rollupDifferences(opened().store)).toEqual([]);
  });
});
