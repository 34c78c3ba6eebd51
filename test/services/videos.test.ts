import { beforeAll, expect, it } from 'vitest';
import { testStores } from '../store/open-test-store.ts';
import { noon, type Serving, serving } from './serving.ts';

testStores('individually tracked videos', (opened) => {
  let own: Serving;
  beforeAll(async () => {
    own = await serving(opened().store);
  });

  it('are refused for what names no post', async () => {
    const asked = own.ask('create_video', { body: { platform: 'tiktok', identifier: 'https://vm.tiktok.com/abc/' } });
    await expect(asked).rejects.toMatchObject({ code: 'VALIDATION_ERROR', errors: [{ field: 'identifier' }] });
  });

  it('are tracked by address, once, and due at once', async () => {
    const before = own.nudged();
    const identifier = 'https://www.tiktok.com/@Ana.Bakes/video/7411335095394699573';
    const { status, body, location } = await own.ask('create_video', { body: { platform: 'tiktok', identifier } });
    expect([status, location]).toEqual([201, `/videos/${body.data.id}`]);
    expect(body.data).toMatchObject({
      external_id: '7411335095394699573',
      account_username: 'ana.bakes',
      account_id: null,
      last_scrape_time: null,
      create_time: null,
      view_count: 0,
      saved_count: null,
      platform_data: {},
    });
    expect(own.nudged()).toBe(before + 1);
    const again = { platform: 'tiktok', identifier: '7411335095394699573' };
    await expect(own.ask('create_video', { body: again })).rejects.toMatchObject({ code: 'CONFLICT' });
    await (await serving(opened().store)).ask('create_video', { body: again });
  });

  it('tracked twice at the same moment are one video and a conflict', async () => {
    const body = { platform: 'instagram', identifier: 'DBcdEfGhIjK' };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => own.ask('create_video', { body })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
    }
  });

  it('are changed and deleted', async () => {
    const video_id = await own.video('7411335095394699600', [5]);
    const params = { video_id };
    own.clock.now = noon + 1_000;
    const { data } = (await own.ask('update_video', { params, body: { is_active: false, metadata: { a: 'b' } } })).body;
    expect(data).toMatchObject({ is_active: false, metadata: { a: 'b' }, scrape_interval_hours: 24, total_views: 5 });
    expect(data.updated_at).toBe(new Date(noon + 1_000).toISOString());
    own.clock.now = noon;
    expect((await own.ask('delete_video', { params })).status).toBe(204);
    await expect(own.ask('delete_video', { params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(own.ask('get_video', { params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(own.ask('update_video', { params, body: {} })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tell what they gained in complete days, and enter no sum', async () => {
    const other = await serving(opened().store);
    const video_id = await other.video('7411335095394699601', [10, 30, 70, 150]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const { body } = await other.ask('get_video_deltas', {
      body: { video_ids: [video_id, unknown, video_id.toUpperCase(), unknown], windows: [1, 2, 2, 30] },
    });
    // Today's 80 are of a day that is not complete.
    expect(body).toEqual({
      data: { [video_id]: { '1d': 40, '2d': 60, '30d': 60 } },
      meta: { windows: [1, 2, 30], video_count: 1, not_found: [unknown], data_since: '2026-03-13' },
    });
    const { data } = (await other.ask('get_overview')).body;
    expect(data.current).toMatchObject({ total_views: 0, tracked_videos: 1, account_videos: 0 });
  });
});
