import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/collect/provider.ts';
import type { PostSnapshot, ProfileSnapshot, VideoSnapshot } from '../../src/store/ingest/snapshot.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import type { Json } from '../server/wire.ts';

/*
 * A field that a provider tells and that the refresh forgets to write is missed by nobody: so each field of a snapshot is
 * followed into the database and into the answer, at the first refresh and at one that tells something else.
 */

type Turn = 1 | 2;
type Fields = Readonly<Record<string, string | number | boolean | null>>;

const made = '2026-01-05T10:00:00.000Z';
/** They say which post it is: no later snapshot tells another. */
const identity = ['external_id', 'create_time'];

const profile = (turn: Turn): ProfileSnapshot => ({
  name: `Name ${turn}`,
  description: `About ${turn}`,
  profile_pic_url: `https://pictures.example/${turn}`,
  is_verified: turn === 1,
  link_in_bio: `https://link.example/${turn}`,
  follower_count: 1_000 + turn,
  following_count: 2_000 + turn,
  profile_post_count: 3_000 + turn,
});

const post = (turn: Turn): PostSnapshot => ({
  external_id: '3394145943874832501',
  create_time: made,
  shortcode: `short-${turn}`,
  description: `Caption ${turn}`,
  media_type: turn === 1 ? 'video' : 'image',
  duration: 10 + turn / 2,
  cover_image_url: `https://covers.example/${turn}`,
  video_url: `https://videos.example/${turn}`,
  view_count: 11_000 + turn,
  play_count: 12_000 + turn,
  like_count: 13_000 + turn,
  comment_count: 14_000 + turn,
  share_count: 15_000 + turn,
  saved_count: 16_000 + turn,
});

const author = (turn: Turn): Omit<VideoSnapshot, 'post'> => ({
  account_username: `author.${turn}`,
  platform_account_id: `99${turn}`,
});

describe.each(['sqlite', 'postgres'] as const)('every field of a snapshot, on %s,', (dialect) => {
  let server: TestServer;
  let key = '';
  let turn: Turn = 1;
  const ids = { account: '', video: '' };
  const provider: Provider = {
    name: 'told',
    invented: false,
    account: async () => ({ kind: 'seen', snapshot: { profile: profile(turn), posts: [post(turn)] } }),
    video: async () => ({ kind: 'seen', snapshot: { post: post(turn), ...author(turn) } }),
  };

  beforeAll(async () => {
    server = await startTestServer({}, dialect, { provider });
    key = await server.key();
    const shared = { platform: 'instagram' } as const;
    ids.account = (await call('POST', '/accounts', { ...shared, username: 'ana.bakes' })).data.id;
    ids.video = (await call('POST', '/videos', { ...shared, identifier: post(1).external_id })).data.id;
  });
  afterAll(() => server.stop());

  async function call(method: string, path: string, body?: unknown): Promise<Json> {
    return (await server.call(method, `/v2${path}`, { key, body })).body;
  }

  async function refreshed(path: string, since: string | null): Promise<void> {
    await expect.poll(async () => (await call('GET', path)).data.last_scrape_time, { timeout: 10_000 }).not.toBe(since);
  }

  async function refreshAgain(): Promise<void> {
    turn = 2;
    server.ahead.ms += 3_600_000;
    for (const path of [`/accounts/${ids.account}`, `/videos/${ids.video}`]) {
      const { last_scrape_time } = (await call('PATCH', path, { is_active: false })).data;
      // What is resumed is due at once.
      await call('PATCH', path, { is_active: true });
      await refreshed(path, last_scrape_time);
    }
  }

  async function stored(table: 'accounts' | 'account_videos' | 'videos'): Promise<Json> {
    return await server.context.store.read.selectFrom(table).selectAll().executeTakeFirstOrThrow();
  }

  it.each([1, 2] as const)('arrives in the database and in the answer at refresh %i', async (at) => {
    if (at === 1) for (const path of [`/accounts/${ids.account}`, `/videos/${ids.video}`]) await refreshed(path, null);
    else await refreshAgain();
    arrived('the profile', profile(at), await stored('accounts'), (await call('GET', `/accounts/${ids.account}`)).data);
    const [shown] = (await call('GET', `/account-videos?account_id=${ids.account}`)).data;
    arrived('the post', { ...post(at) }, await stored('account_videos'), shown);
    const video = (await call('GET', `/videos/${ids.video}`)).data;
    arrived('the video', { ...post(at), ...author(at) }, await stored('videos'), video);
  });
});

function arrived(what: string, told: object, row: Json, answer: Json): void {
  for (const [field, value] of Object.entries(told)) {
    expect(row[field], `${what}: ${field} in the database`).toBe(typeof value === 'boolean' ? Number(value) : value);
    expect(answer[field], `${what}: ${field} in the answer`).toBe(value);
  }
}

it('tells something else in each field at the second refresh', () => {
  const pairs: readonly (readonly [Fields, Fields])[] = [
    [{ ...profile(1) }, { ...profile(2) }],
    [{ ...post(1) }, { ...post(2) }],
    [{ ...author(1) }, { ...author(2) }],
  ];
  for (const [first, second] of pairs) {
    for (const field of Object.keys(first)) {
      expect(first[field] === second[field], field).toBe(identity.includes(field));
    }
  }
});
