import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountVideoUuid, readAccountVideoUuid } from '../../src/contract/account-video-id.ts';
import { testStores } from '../store/open-test-store.ts';
import { serving } from './serving.ts';

describe('the UUID of an account video', () => {
  it('says its platform and its integer, and is of version 8', () => {
    const name = fc.record({
      platform: fc.constantFrom('instagram', 'tiktok'),
      id: fc.maxSafeNat().map((n) => n || 1),
    });
    fc.assert(
      fc.property(name, (given) => {
        const uuid = accountVideoUuid(given);
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(readAccountVideoUuid(uuid)).toEqual(given);
        expect(readAccountVideoUuid(uuid.toUpperCase())).toEqual(given);
      }),
    );
  });

  it('is read from no other text', () => {
    const uuid = accountVideoUuid({ platform: 'tiktok', id: 7 });
    for (const other of [
      '',
      '7',
      uuid.slice(1),
      `${uuid} `,
      uuid.replace('-8002-', '-8003-'),
      uuid.replace('-8002-', '-4002-'),
      uuid.replace('-8000-', '-9000-'),
      accountVideoUuid({ platform: 'tiktok', id: 0 }),
      `${uuid.slice(0, 20)}fff-ffffffffffff`,
    ]) {
      expect(readAccountVideoUuid(other), other).toBeNull();
    }
  });
});

testStores('account videos named by their UUID', (opened) => {
  it('are the same wherever they are named, and each keeps the name that it was asked by', async () => {
    const own = await serving(opened().store);
    const foreign = await serving(opened().store);
    const posts = async (of: typeof own, platform: 'instagram' | 'tiktok', name: string) => {
      // Seen two days ago, yesterday and today, which is no complete day.
      const account_id = await of.account(name, { platform, views: [100, 175, 190] });
      const { data } = (await of.ask('list_account_videos', { query: { account_id } })).body;
      return data[0] ?? expect.fail('no post');
    };
    const gram = await posts(own, 'instagram', 'gram');
    const tok = await posts(own, 'tiktok', 'tok');
    const theirs = await posts(foreign, 'tiktok', 'theirs');
    for (const { platform, id, uuid } of [gram, tok]) {
      expect(uuid).toBe(accountVideoUuid({ platform, id }));
      const byId = await own.ask('get_account_video', { params: { platform, account_video_id: id } });
      const byUuid = await own.ask('get_account_video', { params: { platform, account_video_id: uuid } });
      expect(byUuid).toEqual(byId);
      const other = platform === 'tiktok' ? 'instagram' : 'tiktok';
      const elsewhere = own.ask('get_account_video', { params: { platform: other, account_video_id: uuid } });
      await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const wrongPlatform = accountVideoUuid({ platform: 'instagram', id: tok.id });
    const video_ids = [gram.uuid, tok.id, String(gram.id), tok.uuid, theirs.uuid, theirs.id, wrongPlatform];
    const { body } = await own.ask('get_video_deltas', { body: { video_ids, windows: [1, 2] } });
    const gained = { '1d': 75, '2d': 75 };
    expect(body).toEqual({
      data: { [gram.uuid]: gained, [tok.id]: gained, [gram.id]: gained, [tok.uuid]: gained },
      meta: {
        data_since: expect.any(String),
        windows: [1, 2],
        video_count: 4,
        not_found: [theirs.uuid, theirs.id, wrongPlatform],
      },
    });
    const metrics = await own.ask('get_account_video_metrics', {
      body: { instagram_post_ids: [gram.uuid], tiktok_video_ids: [tok.uuid, theirs.uuid] },
    });
    expect(Object.keys(metrics.body.data).map(Number).sort()).toEqual([gram.id, tok.id].sort());
    expect(metrics.body.meta.not_found).toEqual([theirs.id]);
  });
});
