import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/collect/provider.ts';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import type { AccountObservation, PostObservation } from '../../src/store/ingest/snapshot.ts';
import { recordVideoSnapshot } from '../../src/store/ingest/video-snapshot.ts';
import { shortcodeOf } from '../../src/store/observations/shortcode.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import type { Json } from '../server/wire.ts';
import { post, snapshotOf } from '../store/rows.ts';

/*
 * Who is who: posts by the number in their link, accounts by their platform's id. What is seen comes in by the store, as
 * from a process beside the server, and by the refresh loop; what came of it is asked over HTTP.
 */

const hour = 3_600_000;
let lastName = 0;
let lastKey = 4_036_187_088_482_238_483n;

describe.each(['sqlite', 'postgres'] as const)('who is who, on %s:', (dialect) => {
  let server: TestServer;
  let key = '';
  let organizationId = '';
  let at = 0;
  /** What the refresh loop sees of a name; of others it sees nothing. */
  const told = new Map<string, AccountObservation>();
  const provider: Provider = {
    name: 'told',
    invented: false,
    account: async (_platform, username) => {
      const snapshot = told.get(username);
      return snapshot === undefined ? { kind: 'failed', reason: 'not told' } : { kind: 'seen', snapshot };
    },
    video: async () => ({ kind: 'failed', reason: 'not told' }),
  };

  beforeAll(async () => {
    server = await startTestServer({}, dialect, { provider });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    told.clear();
    organizationId = await server.organization('Who');
    key = await server.key({ organizationId });
    at = Date.now() + hour;
  });

  const call = (method: string, path: string, body?: unknown, by = key) =>
    server.call(method, `/v2${path}`, { key: by, body });
  const data = async (path: string): Promise<Json> => (await call('GET', path)).body.data;
  const freshName = () => `name.${++lastName}`;
  const freshPost = (views: number, more: Partial<PostObservation> = {}): PostObservation => {
    const id = ++lastKey;
    return { ...post(String(id), views), shortcode: shortcodeOf(id), ...more };
  };

  async function track(username: string, more: object = {}): Promise<string> {
    const { status, body } = await call('POST', '/accounts', { platform: 'instagram', username, ...more });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.data.id;
  }

  /** An hour after what was seen before, unless said otherwise. */
  async function see(accountId: string, observation: Partial<AccountObservation>, when?: number) {
    if (when === undefined) at += hour;
    const snapshot = { profile: null, posts: [], ...observation };
    return recordAccountSnapshot(server.context.store, { organizationId, accountId, at: when ?? at, snapshot });
  }

  const profile = (platform_account_id: string | null, username: string | null = null, followers = 100) => ({
    ...snapshotOf(followers, []).profile,
    platform_account_id,
    username,
  });

  describe('a post', () => {
    const graphId = () => `17${String(++lastKey).slice(-15)}`;

    it('is not tracked by an id of the Graph API that was never seen beside its link', async () => {
      for (const identifier of [graphId(), `${graphId()}_123`, `https://www.instagram.com/p/${graphId()}/`]) {
        const { status, body } = await call('POST', '/videos', { platform: 'instagram', identifier });
        expect(status).toBe(422);
        expect(body.errors[0]).toMatchObject({
          field: 'identifier',
          message: expect.stringContaining('give the address'),
        });
      }
    });

    it('has the number of its shortcode as its key, whatever id comes with it, and is found by that id then', async () => {
      const id = await track(freshName());
      const [other, seen] = [graphId(), freshPost(100)];
      await see(id, { posts: [{ ...seen, external_id: other }] });
      const tracked = await call('POST', '/videos', { platform: 'instagram', identifier: other });
      expect(tracked.body.data).toMatchObject({ external_id: seen.external_id, shortcode: seen.shortcode });
      // The id alone is enough from now on, and one that a source tells beside the key is another way to the same.
      const second = graphId();
      await see(id, { posts: [{ ...seen, external_id: other, shortcode: null, view_count: 130 }] });
      await see(id, { posts: [{ ...seen, other_id: second, view_count: 150 }] });
      expect(await data(`/account-videos?account_id=${id}`)).toMatchObject([
        { external_id: seen.external_id, view_count: 150 },
      ]);
      const again = await call('POST', '/videos', { platform: 'instagram', identifier: second });
      expect(again).toMatchObject({ status: 409 });
      expect(again.body.detail).toContain(tracked.body.data.id);
      // What one organization has seen says nothing to another.
      const stranger = await server.key({ organizationId: await server.organization('Other') });
      expect(await call('POST', '/videos', { platform: 'instagram', identifier: other }, stranger)).toMatchObject({
        status: 422,
      });
    });

    it('is left out and named where its id says nothing, and the others go in', async () => {
      const id = await track(freshName());
      const [lost, seen] = [graphId(), freshPost(7)];
      await see(id, { posts: [{ ...freshPost(1), external_id: lost, shortcode: null }, seen] });
      expect(await data(`/account-videos?account_id=${id}`)).toMatchObject([{ external_id: seen.external_id }]);
      const row = server.context.store.read.selectFrom('accounts').select('unreadable_posts').where('id', '=', id);
      expect((await row.executeTakeFirstOrThrow()).unreadable_posts).toBe(
        `${lost} has an id of the Graph API alone: its link or shortcode is missing`,
      );
    });

    it('that is tracked by itself tells of its other id too', async () => {
      const [other, seen] = [graphId(), freshPost(5)];
      const made = await call('POST', '/videos', { platform: 'instagram', identifier: seen.shortcode });
      const snapshot = { post: { ...seen, other_id: other }, account_username: null, platform_account_id: null };
      await recordVideoSnapshot(server.context.store, { organizationId, videoId: made.body.data.id, at, snapshot });
      const again = await call('POST', '/videos', { platform: 'instagram', identifier: other });
      expect(again.status).toBe(409);
    });
  });

  describe('an account', () => {
    it('that is renamed keeps its history, and its old names lead to it', async () => {
      const [first, second, third] = [freshName(), freshName(), freshName()];
      const id = await track(first);
      const seen = freshPost(10);
      await see(id, { profile: profile('901', first), posts: [seen] });
      await see(id, { profile: profile('901', `@${second.toUpperCase()}`), posts: [{ ...seen, view_count: 30 }] });
      expect(await data(`/accounts/${id}`)).toMatchObject({ username: second, view_count: 30, total_post_count: 1 });
      expect((await data(`/accounts?q=${second}`)).length).toBe(1);
      expect(await data(`/accounts?q=${first}`)).toEqual([]);
      const again = await call('POST', '/accounts', { platform: 'instagram', username: first });
      expect(again).toMatchObject({ status: 409 });
      expect(again.body.detail).toBe(`This account is already tracked as ${id}, by its new name @${second}.`);
      // A name that is told late was one before, and never comes back by that.
      await see(id, { profile: profile('901', third) }, at - 90 * 60_000);
      expect((await data(`/accounts/${id}`)).username).toBe(second);
      expect((await call('POST', '/accounts', { platform: 'instagram', username: third })).status).toBe(409);
      // The names are this organization's, and its account's: they go with it.
      const stranger = await server.key({ organizationId: await server.organization('Other') });
      expect((await call('POST', '/accounts', { platform: 'instagram', username: first }, stranger)).status).toBe(201);
      await call('DELETE', `/accounts/${id}`);
      await track(first);
    });

    it('with another id is refused until somebody decides', async () => {
      const name = freshName();
      const id = await track(name);
      const seen = freshPost(10);
      await see(id, { profile: profile('902', name), posts: [seen] });
      const before = await data(`/accounts/${id}`);
      expect(before.other_account).toBeNull();
      const other = { profile: profile('903', name, 5_000), posts: [freshPost(900)] };
      expect(await see(id, other)).toBe('other_account');
      const { other_account, ...rest } = await data(`/accounts/${id}`);
      expect({ ...rest, other_account: null }).toEqual(before);
      expect(other_account).toEqual({
        platform_account_id: '903',
        seen_at: new Date(at).toISOString(),
        detail: expect.stringMatching(/id is 903, and that of the tracked account is 902.*accept_platform_account_id/),
      });
      expect((await data(`/account-videos?account_id=${id}`)).length).toBe(1);
      for (const wrong of ['902', '904']) {
        const refused = await call('PATCH', `/accounts/${id}`, { accept_platform_account_id: wrong });
        expect(refused.status).toBe(409);
      }
      // The right one again: there is nothing to decide any more.
      expect(await see(id, { profile: profile('902', name), posts: [seen] })).toBe('recorded');
      expect((await data(`/accounts/${id}`)).other_account).toBeNull();
      expect(await see(id, other)).toBe('other_account');
      const accepted = await call('PATCH', `/accounts/${id}`, { accept_platform_account_id: '903', category: 'kept' });
      expect(accepted).toMatchObject({ status: 200, body: { data: { category: 'kept', username: name } } });
      expect(accepted.body.data.other_account).toBeNull();
      expect(await see(id, other)).toBe('recorded');
      expect(await data(`/accounts/${id}`)).toMatchObject({ total_post_count: 2, follower_count: 5_000 });
      expect(await see(id, { profile: profile('902', name) })).toBe('other_account');
    });

    it('is asked for again at its time after it was refused', async () => {
      const name = freshName();
      const id = await track(name, { is_active: false });
      await see(id, { profile: profile('905', name) }, Date.now() - hour);
      told.set(name, { profile: profile('906', name), posts: [] });
      await call('PATCH', `/accounts/${id}`, { is_active: true });
      await expect.poll(async () => (await data(`/accounts/${id}`)).other_account, { timeout: 10_000 }).not.toBeNull();
      const row = server.context.store.read.selectFrom('accounts').select('next_refresh_at').where('id', '=', id);
      const { next_refresh_at } = await row.executeTakeFirstOrThrow();
      expect(Date.parse(next_refresh_at ?? '')).toBeGreaterThan(Date.now() + 20 * hour);
      // Accepted: it is looked at at once.
      const accepted = await call('PATCH', `/accounts/${id}`, { accept_platform_account_id: '906' });
      const since = accepted.body.data.last_scrape_time;
      await expect
        .poll(async () => (await data(`/accounts/${id}`)).last_scrape_time, { timeout: 10_000 })
        .not.toBe(since);
    });

    it('that is tracked again by its new name waits, and passes the name on when it is deleted', async () => {
      const [before, now] = [freshName(), freshName()];
      const old = await track(before);
      await see(old, { profile: profile('907', before), posts: [freshPost(10)] });
      const twin = await track(now);
      expect(await see(twin, { profile: profile('907', now), posts: [freshPost(20)] })).toBe('other_account');
      const { other_account } = await data(`/accounts/${twin}`);
      expect(other_account.detail).toContain(`tracked as @${before} (${old})`);
      const refused = await call('PATCH', `/accounts/${twin}`, { accept_platform_account_id: '907' });
      expect(refused).toMatchObject({ status: 409 });
      // The name is taken as long as both are there.
      await see(old, { profile: profile('907', now) });
      expect((await data(`/accounts/${old}`)).username).toBe(before);
      await call('DELETE', `/accounts/${twin}`);
      expect(await data(`/accounts/${old}`)).toMatchObject({ username: now, total_post_count: 1 });
      expect((await call('POST', '/accounts', { platform: 'instagram', username: before })).status).toBe(409);
    });

    it('may have ids of several sorts', async () => {
      const name = freshName();
      const id = await track(name);
      for (const each of ['908', '17841400000000908', null, '908']) {
        expect(await see(id, { profile: profile(each, name) })).toBe('recorded');
      }
      expect(await see(id, { profile: profile('17841400000000909', name) })).toBe('other_account');
    });

    it('gets an id that is seen at two at once in one place only', async () => {
      for (let turn = 0; turn < 8; turn += 1) {
        const twins = [await track(freshName()), await track(freshName())];
        const one = { profile: profile(`77${turn}`) };
        const outcomes = await Promise.all(twins.map((id) => see(id, one, at)));
        expect(outcomes.toSorted()).toEqual(['other_account', 'recorded']);
      }
    });
  });

  describe('a post that two accounts made together', () => {
    it('counts in both, and is said to', async () => {
      const creator = (await call('POST', '/creators', { name: 'Pair' })).body.data.id;
      const [a, b, c] = [
        await track(freshName(), { creator_id: creator }),
        await track(freshName(), { creator_id: creator }),
        await track(freshName()),
      ];
      const shared = freshPost(100);
      const withC = freshPost(40);
      const yesterday = Date.now() - 24 * hour;
      for (const [id, posts] of [
        [a, [shared, withC, freshPost(1)]],
        [b, [shared, freshPost(2)]],
        [c, [withC]],
      ] as const) {
        await see(id, { posts: [...posts] }, yesterday - hour);
        await see(id, { posts: posts.map((one) => ({ ...one, view_count: (one.view_count ?? 0) + 10 })) }, yesterday);
      }
      const overview = await call('GET', '/overview');
      expect(overview.body.meta).toMatchObject({ shared_posts: 2 });
      expect(overview.body.data.current.account_videos).toBe(6);
      const ofCreator = await call('GET', `/creators/${creator}/analytics`);
      expect(ofCreator.body.meta).toMatchObject({ shared_posts: 1 });
      expect(ofCreator.body.data.totals.views).toBe(50);
      await call('DELETE', `/accounts/${b}`);
      expect((await call('GET', '/overview')).body.meta.shared_posts).toBe(1);
      expect((await call('GET', `/creators/${creator}/analytics`)).body.meta.shared_posts).toBe(0);
      await call('DELETE', `/accounts/${a}`);
      await call('DELETE', `/accounts/${c}`);
      expect((await call('GET', '/overview')).body.meta.shared_posts).toBe(0);
      const keys = server.context.store.read.selectFrom('post_keys').selectAll();
      expect(await keys.where('organization_id', '=', organizationId).execute()).toEqual([]);
    });
  });

  describe('a post that is no longer listed', () => {
    it('is unavailable after three complete listings, keeps its numbers, and comes back', async () => {
      const id = await track(freshName());
      const [stays, goes] = [freshPost(10), freshPost(500)];
      const shown = async () => {
        const posts: Json[] = await data(`/account-videos?account_id=${id}`);
        return posts.find(({ external_id }) => external_id === goes.external_id);
      };
      const list = (posts: PostObservation[], is_complete: boolean) => see(id, { posts, is_complete });
      await list([stays, goes], true);
      // Listings that are not complete say nothing of what they leave out, however many they are.
      for (let i = 0; i < 5; i += 1) await list([stays], false);
      for (let i = 0; i < 2; i += 1) await list([stays], true);
      await see(id, { profile: profile(null) });
      expect(await shown()).toMatchObject({ is_unavailable: false });
      await list([stays], true);
      expect(await shown()).toMatchObject({ is_unavailable: true, view_count: 500 });
      expect(await data(`/accounts/${id}`)).toMatchObject({ view_count: 510, total_post_count: 2 });
      await list([stays, { ...goes, view_count: 520 }], false);
      expect(await shown()).toMatchObject({ is_unavailable: false, view_count: 520 });
      // A complete listing that comes late, with the post in it, also brings it back.
      for (let i = 0; i < 3; i += 1) await list([stays], true);
      expect(await shown()).toMatchObject({ is_unavailable: true });
      await see(id, { posts: [stays, goes], is_complete: true }, at - hour / 2);
      expect(await shown()).toMatchObject({ is_unavailable: false });
    });

    it('is not gone as long as complete listings have it in a form that cannot be read', async () => {
      const id = await track(freshName());
      const [stays, odd] = [freshPost(10), freshPost(500)];
      await see(id, { posts: [stays, odd], is_complete: true });
      const unreadable = { ...odd, create_time: 'yesterday' };
      for (let i = 0; i < 3; i += 1) await see(id, { posts: [stays, unreadable], is_complete: true });
      const posts: Json[] = await data(`/account-videos?account_id=${id}`);
      expect(posts.map(({ is_unavailable }) => is_unavailable)).toEqual([false, false]);
      for (let i = 0; i < 3; i += 1) await see(id, { posts: [stays], is_complete: true });
      const later: Json[] = await data(`/account-videos?account_id=${id}`);
      expect(later.map((post) => [post.external_id, post.is_unavailable])).toContainEqual([odd.external_id, true]);
      // It is listed again, still in that form.
      await see(id, { posts: [stays, unreadable], is_complete: true });
      const back: Json[] = await data(`/account-videos?account_id=${id}`);
      expect(back.map(({ is_unavailable }) => is_unavailable)).toEqual([false, false]);
    });

    it.each([
      ['whose id can be read', 1, (odd: PostObservation) => ({ ...odd, create_time: 'yesterday' }), true],
      ['without an id', 1, (odd: PostObservation) => ({ ...odd, external_id: '', shortcode: null }), false],
      ['more than fifty', 51, (odd: PostObservation) => ({ ...odd, create_time: 'yesterday' }), false],
    ])('beside one that cannot be read in any list, %s', async (_which, count, spoilt, isGone) => {
      const id = await track(freshName());
      const [stays, goes] = [freshPost(10), freshPost(500)];
      await see(id, { posts: [stays, goes], is_complete: true });
      const unreadable = Array.from({ length: count }, () => spoilt(freshPost(5)));
      for (let i = 0; i < 3; i += 1) await see(id, { posts: [stays, ...unreadable], is_complete: true });
      const posts: Json[] = await data(`/account-videos?account_id=${id}`);
      const shown = posts.find(({ external_id }) => external_id === goes.external_id);
      expect(shown).toMatchObject({ is_unavailable: isGone, view_count: 500 });
    });
  });
});
