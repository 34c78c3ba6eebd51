import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, endOfDay } from '../../../src/collect/sample/day.ts';
import { createSampleProvider } from '../../../src/collect/sample/provider.ts';
import { rosterAccounts } from '../../../src/collect/sample/roster.ts';
import type { AccountSnapshot, PostSnapshot } from '../../../src/store/ingest/snapshot.ts';
import type { Platform } from '../../../src/store/schema.ts';

const sampleDay = Date.UTC(2026, 2, 16) / dayMs;
const provider = createSampleProvider(sampleDay);
const noon = sampleDay * dayMs + dayMs / 2;

const signal = new AbortController().signal;

async function account(
  platform: Platform,
  username: string,
  { at = noon, maxRecentPosts = null, lookbackDays = null }: Partial<Parameters<typeof provider.account>[2]> = {},
): Promise<AccountSnapshot> {
  const seen = await provider.account(platform, username, { at, maxRecentPosts, lookbackDays, signal });
  if (seen.kind !== 'seen') throw new Error(`${username}: ${seen.kind}`);
  return seen.snapshot;
}

async function video(platform: Platform, externalId: string, at = noon) {
  return provider.video(platform, externalId, { at, signal });
}

const anyPlatform = fc.constantFrom<Platform>('instagram', 'tiktok');
const anyUsername = fc.stringMatching(/^[a-z0-9._]{2,24}$/).filter((name) => !name.startsWith('gone.'));
const anyMoment = fc.integer({ min: (sampleDay - 120) * dayMs, max: (sampleDay + 500) * dayMs });

describe('what is not there', () => {
  it('has no account of a name that begins with "gone."', async () => {
    const answer = await provider.account('tiktok', 'gone.away', {
      at: noon,
      maxRecentPosts: null,
      lookbackDays: null,
      signal,
    });
    expect(answer).toEqual({ kind: 'unavailable' });
  });

  it.each(['7411335095394000404', 'no-id', '0', '-1', '99999999999999999999'])('has no post %s', async (externalId) => {
    expect(await video('tiktok', externalId)).toEqual({ kind: 'unavailable' });
  });

  it('has no post that is not made yet', async () => {
    const [newest] = (await account('instagram', 'nimbus.kitchen')).posts;
    const made = Date.parse(newest?.create_time ?? '');
    expect(await video('instagram', newest?.external_id ?? '', made - 1)).toEqual({ kind: 'unavailable' });
    expect(await video('instagram', newest?.external_id ?? '', made)).toMatchObject({ kind: 'seen' });
  });
});

/** By field, a mark of all its values: a field that is new changes none of the others. */
function marks(rows: readonly object[]): Readonly<Record<string, string>> {
  const values = new Map<string, unknown[]>();
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) {
      const all = values.get(field) ?? [];
      all.push(value);
      values.set(field, all);
    }
  }
  const markOf = (all: unknown[]) => createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12);
  return Object.fromEntries([...values].map(([field, all]) => [field, markOf(all)]));
}

const profileMarks = {
  name: '5445281ac159',
  description: 'be13004315c3',
  profile_pic_url: 'a91abb91dff9',
  is_verified: '0dd7a7f07917',
  link_in_bio: '1148ba97f516',
  follower_count: '3c7953fe6d56',
  following_count: '2efffe147eb3',
  profile_post_count: 'd2694b34f6b3',
};

const postMarks = {
  external_id: 'e4fa75fbc513',
  shortcode: '88e49a472556',
  description: '24a58d7e5894',
  create_time: '7f197fa8da80',
  media_type: '771983e76fad',
  duration: 'e749ca388bd8',
  cover_image_url: 'fc85a6936f55',
  video_url: 'ddd7b58b59d7',
  view_count: '0380abe444e2',
  play_count: 'f49dda314624',
  like_count: '77ce52fd15af',
  comment_count: 'f5c96177c7a8',
  share_count: 'fbe18add43c7',
  saved_count: 'db98af06d182',
};

describe('the same numbers everywhere', () => {
  it('are these very numbers and texts for this day, field by field', async () => {
    const snapshots = [];
    for (const { platform, username, standing } of rosterAccounts) {
      if (standing !== 'unknown') snapshots.push(await account(platform, username));
    }
    snapshots.push(await account('tiktok', 'somebody.else'));
    // A new value means that every installation's sample history stops agreeing with its refreshes: think twice.
    expect(marks(snapshots.map(({ profile }) => profile))).toMatchObject(profileMarks);
    expect(marks(snapshots.flatMap(({ posts }) => posts))).toMatchObject(postMarks);
  });

  it('come from another provider of the same day too', async () => {
    const other = createSampleProvider(sampleDay);
    const options = { at: noon, maxRecentPosts: null, lookbackDays: null, signal };
    expect(await other.account('tiktok', 'anyone_01', options)).toEqual(
      await provider.account('tiktok', 'anyone_01', options),
    );
  });

  it('come by account and by post id', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlatform, anyUsername, anyMoment, async (platform, username, at) => {
        for (const post of (await account(platform, username, { at, maxRecentPosts: 3 })).posts) {
          expect(await video(platform, post.external_id, at)).toMatchObject({ kind: 'seen', snapshot: { post } });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('names the owner of a post of the sample organization, and of no other', async () => {
    const [known] = (await account('tiktok', 'velvetcircuit')).posts;
    const [stranger] = (await account('tiktok', 'somebody.else')).posts;
    expect(await video('tiktok', known?.external_id ?? '')).toMatchObject({
      snapshot: { account_username: 'velvetcircuit' },
    });
    expect(await video('tiktok', stranger?.external_id ?? '')).toMatchObject({ snapshot: { account_username: null } });
  });
});

describe('as time goes on', () => {
  it('no post loses a count, and none leaves the list before two hundred newer ones came', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlatform, anyUsername, anyMoment, anyMoment, async (platform, username, one, two) => {
        const earlier = await account(platform, username, { at: Math.min(one, two) });
        const later = await account(platform, username, { at: Math.max(one, two) });
        const byId = new Map(later.posts.map((post) => [post.external_id, post]));
        if (later.posts.length < 200) expect([...byId.keys()]).toEqual(expect.arrayContaining(idsOf(earlier.posts)));
        for (const post of earlier.posts) {
          for (const [before, after] of pairs(post, byId.get(post.external_id)))
            expect(after).toBeGreaterThanOrEqual(before);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a post gathers most in its first days', async () => {
    const made = 7411335095394699573n >> 32n;
    const at = async (days: number) => {
      const answer = await video('tiktok', '7411335095394699573', (Number(made) + days * 86_400) * 1000);
      return answer.kind === 'seen' ? answer.snapshot.post.view_count : 0;
    };
    const [birth, third, tenth, hundredth] = await Promise.all([at(0), at(3), at(10), at(100)]);
    expect(birth).toBe(0);
    expect(third).toBeGreaterThan(hundredth / 2);
    expect(tenth).toBeGreaterThan(third);
    expect(hundredth).toBeGreaterThan(tenth);
  });
});

describe('any account', () => {
  it('is believable', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlatform, anyUsername, anyMoment, async (platform, username, at) => {
        const { profile, posts } = await account(platform, username, { at });
        expect(profile.follower_count).toBeGreaterThan(0);
        expect(profile.profile_post_count).toBeGreaterThanOrEqual(posts.length);
        expect(profile.description).toContain('invented sample profile');
        const made = posts.map((post) => post.create_time);
        expect(made).toEqual(made.toSorted().reverse());
        expect(new Set(idsOf(posts)).size).toBe(posts.length);
        for (const post of posts) expectBelievable(platform, post, at);
      }),
      { numRuns: 40 },
    );
  });

  it('shows only what was asked for', async () => {
    const all = (await account('tiktok', 'nimbuskitchen')).posts;
    expect((await account('tiktok', 'nimbuskitchen', { maxRecentPosts: 5 })).posts).toEqual(all.slice(0, 5));
    const fresh = (await account('tiktok', 'nimbuskitchen', { lookbackDays: 14 })).posts;
    expect(fresh.length).toBeGreaterThan(3);
    expect(fresh).toEqual(all.filter((post) => Date.parse(post.create_time) >= noon - 14 * dayMs));
  });

  it('exists at the end of the day before, too', async () => {
    const { posts } = await account('instagram', 'x', { at: endOfDay(sampleDay - 1) });
    expect(posts.length).toBeGreaterThan(20);
  });
});

function expectBelievable(platform: Platform, post: PostSnapshot, at: number): void {
  expect(Date.parse(post.create_time)).toBeLessThanOrEqual(at);
  expect(post.like_count).toBeLessThanOrEqual(post.view_count);
  expect(post.comment_count).toBeLessThanOrEqual(post.like_count);
  if (platform === 'tiktok')
    expect(post).toMatchObject({ play_count: post.view_count, saved_count: null, shortcode: null });
  else expect(post.play_count).toBeGreaterThanOrEqual(post.view_count);
  expect(post.saved_count === null).toBe(platform === 'tiktok');
  for (const address of [post.cover_image_url, post.video_url]) {
    if (address !== null) expect(new URL(address).hostname).toMatch(/\.example$/);
  }
  expect(post.description).toMatch(/ #\w+$/);
}

function idsOf(posts: readonly PostSnapshot[]): string[] {
  return posts.map((post) => post.external_id);
}

function pairs(before: PostSnapshot, after: PostSnapshot | undefined): readonly (readonly [number, number])[] {
  if (after === undefined) return [];
  return [
    [before.view_count, after.view_count],
    [before.play_count, after.play_count],
    [before.like_count, after.like_count],
    [before.comment_count, after.comment_count],
    [before.share_count, after.share_count],
    [before.saved_count ?? 0, after.saved_count ?? 0],
  ];
}
