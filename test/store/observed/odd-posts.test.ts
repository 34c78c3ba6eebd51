import { beforeEach, expect, it } from 'vitest';
import { recordLooks } from '../../../src/store/ingest/record-looks.ts';
import type { AccountObservation, PostObservation } from '../../../src/store/ingest/snapshot.ts';
import { testStores } from '../open-test-store.ts';
import { rollupDifferences } from '../rollup-check.ts';
import { accountFacts, addAccount, addOrganization, hour, noon, post, snapshotOf } from '../rows.ts';

testStores('odd posts and profiles', (opened) => {
  beforeEach(async () => {
    await opened().store.write.deleteFrom('organizations').execute();
    await addOrganization(opened().store, 'o');
    await addAccount(opened().store, 'o', accountFacts('a', 'instagram'));
    await addAccount(opened().store, 'o', accountFacts('t', 'tiktok'));
  });

  const record = (at: number, snapshot: AccountObservation, { accountId = 'a', source = 'api' }: Source = {}) =>
    recordLooks(opened().store, {
      organizationId: 'o',
      accountId,
      origin: { source, importId: '' },
      looks: [{ at, snapshot }],
    });
  const account = () =>
    opened().store.read.selectFrom('accounts').selectAll().where('id', '=', 'a').executeTakeFirstOrThrow();
  const keys = async () => {
    const rows = await opened().store.read.selectFrom('account_videos').select('external_id').execute();
    return rows.map(({ external_id }) => external_id).sort();
  };

  /** As collectors and files really give them: what JSON holds, whatever the types say. */
  const odd: readonly (readonly [unknown, string])[] = [
    [null, 'post 2 is no post'],
    ['a text', 'post 2 is no post'],
    [{}, 'a post has no key'],
    [{ ...post('7', 1), external_id: 7 }, '7 has no key'],
    [{ ...post('x y', 1) }, 'post 2 has no key'],
    [{ ...post('7', 1), create_time: '' }, '7 does not say when it was made'],
    [{ ...post('7', 1), create_time: undefined }, '7 does not say when it was made'],
    [{ ...post('7', 1), create_time: 1_767_607_200 }, '7 does not say when it was made'],
    [{ ...post('7', 1), create_time: '2026-03-05T10:00:00' }, '7 does not say when it was made'],
    [{ ...post('7', 1), create_time: '5 March 2026' }, '7 does not say when it was made'],
    [{ ...post('7', 1), create_time: '2009-01-01' }, '7 says that it was made before 2010'],
    [{ ...post('7', 1), create_time: '2027-01-01' }, '7 says that it was made after it was seen'],
  ];

  it.each(odd)('%j is left out and named; the others go in', async (one, reason) => {
    const posts: PostObservation[] = JSON.parse(JSON.stringify([post('1', 10), one, post('3', 30)]));
    expect(await record(noon, { ...snapshotOf(100, []), posts })).toBe('recorded');
    expect(await keys()).toEqual(['1', '3']);
    expect(await account()).toMatchObject({ view_count: 40, follower_count: 100, unreadable_posts: reason });
    await record(noon + hour, snapshotOf(100, [post('1', 15)]));
    expect((await account()).unreadable_posts).toBeNull();
  });

  it('what is no text, no duration or no kind is none of a post, and its counts go in', async () => {
    const given = { ...post('1', 10), description: 5, media_type: null, duration: 'long', video_url: [] };
    const posts: PostObservation[] = JSON.parse(JSON.stringify([given]));
    await record(noon, { ...snapshotOf(1, []), posts });
    const row = await opened().store.read.selectFrom('account_videos').selectAll().executeTakeFirst();
    expect(row).toMatchObject({ description: null, media_type: null, duration: null, video_url: null, view_count: 10 });
  });

  it('a post that is listed twice counts once, with the higher of its exact levels', async () => {
    const rounded = { ...post('1', 900), rounded: { views: 100 } };
    await record(noon, { ...snapshotOf(1, []), posts: [post('1', 20), rounded, post('1', 10)] });
    expect(await account()).toMatchObject({ view_count: 20, total_post_count: 1 });
  });

  it('rounded views of TikTok are rounded plays', async () => {
    const seen = (at: number, views: number) =>
      record(at, { profile: null, posts: [{ ...post('1', views), rounded: { views: 100_000 } }] }, { accountId: 't' });
    await seen(noon, 1_200_000);
    await seen(noon + hour, 1_300_000);
    const days = await opened().store.read.selectFrom('account_days').select(['views', 'plays']).execute();
    expect(days.filter(({ views, plays }) => views !== 0 || plays !== 0)).toEqual([]);
  });

  it('posts without a profile leave name, followers and verified alone', async () => {
    await record(noon, snapshotOf(5_000, [post('1', 10)]));
    await record(noon + hour, { profile: null, posts: [post('1', 20)] }, { source: 'file' });
    expect(await account()).toMatchObject({ name: 'Zoë', is_verified: 1, follower_count: 5_000, view_count: 20 });
    const days = await opened().store.read.selectFrom('account_days').select('followers_gained').execute();
    expect(days.every(({ followers_gained }) => followers_gained === 0)).toBe(true);
  });

  it('what a profile says is as of the latest look that told it, also where a later one of the same call told none', async () => {
    const named = (name: string) => ({ ...snapshotOf(1, []).profile, name });
    const at = (hours: number, name: string | null) => ({
      at: noon + hours * hour,
      snapshot: { profile: name === null ? null : named(name), posts: null },
    });
    const origin = { source: 'file', importId: 'f' } as const;
    const looks = [at(3, null), at(2, 'second'), at(1, 'first')];
    await recordLooks(opened().store, { organizationId: 'o', accountId: 'a', origin, looks });
    expect((await account()).name).toBe('second');
    await record(noon + 2 * hour, { profile: named('said by an API'), posts: null });
    expect((await account()).name).toBe('said by an API');
    await record(noon + 2 * hour, { profile: named('pushed'), posts: null }, { source: 'push' });
    expect((await account()).name).toBe('said by an API');
    expect(await rollupDifferences(opened().store)).toEqual([]);
  });

  it('an old look does not bring an account back that is gone from its platform', async () => {
    await record(noon, snapshotOf(1, []));
    await opened().store.write.updateTable('accounts').set({ is_unavailable: 1 }).where('id', '=', 'a').execute();
    await record(noon - hour, snapshotOf(1, []), { source: 'file' });
    expect((await account()).is_unavailable).toBe(1);
    await record(noon + hour, snapshotOf(1, []));
    expect((await account()).is_unavailable).toBe(0);
  });
});

interface Source {
  readonly accountId?: string;
  readonly source?: 'api' | 'push' | 'file';
}
