import type { AccountSnapshot, ProfileSnapshot, VideoSnapshot } from '../../store/ingest/snapshot.ts';
import type { Platform } from '../../store/schema.ts';
import type { PostLimits } from '../limits.ts';
import type { Missing, Provider } from '../provider.ts';
import { dayMs } from './day.ts';
import { mediaAddress } from './media-address.ts';
import { type Persona, personaOf } from './persona.ts';
import { type Post, postOf, postSnapshot } from './post.ts';
import { rosterAccounts } from './roster.ts';
import { followersAt, postsAt } from './timeline.ts';

/** Nothing is unknown of what is invented. */
export interface SampleProvider extends Provider {
  account(...asked: Parameters<Provider['account']>): Promise<{ kind: 'seen'; snapshot: AccountSnapshot } | Missing>;
  video(...asked: Parameters<Provider['video']>): Promise<{ kind: 'seen'; snapshot: VideoSnapshot } | Missing>;
}

/**
 * The provider that invents its numbers. What it answers is a function of the sample day and of what is asked, so that
 * history, refreshes, restarts and replicas agree with each other.
 *
 * It serves any username and any post id, except those that stand for what is gone: usernames that begin with `gone.`,
 * external ids that end in `000404`, and posts that are not made yet at the moment asked for.
 *
 * @param sampleDay day number (days since 1970-01-01, UTC) on which the sample was first made
 */
export function createSampleProvider(sampleDay: number): SampleProvider {
  return {
    name: 'sample',
    invented: true,
    async account(platform, username, { at, ...limits }) {
      const snapshot = sampleAccount(sampleDay, platform, username, at, limits);
      return snapshot === undefined ? { kind: 'unavailable' } : { kind: 'seen', snapshot };
    },
    async video(platform, externalId, { at }) {
      const snapshot = sampleVideo(sampleDay, platform, externalId, at);
      return snapshot === undefined ? { kind: 'unavailable' } : { kind: 'seen', snapshot };
    },
  };
}

/** Whether the platform has "no such account" (see `createSampleProvider`). */
function isGone(username: string): boolean {
  return username.startsWith('gone.');
}

/** What a profile is, without its posts. `postsListed` is how many posts it has made by then since its listing began. */
export function sampleProfile(persona: Persona, at: number, sampleDay: number, postsListed: number): ProfileSnapshot {
  return {
    platform_account_id: persona.platformId,
    name: persona.name,
    description: persona.description,
    profile_pic_url: mediaAddress(persona.platform, `accounts/${persona.username}/picture.jpg`),
    is_verified: persona.isVerified,
    link_in_bio: persona.linkInBio,
    follower_count: followersAt(persona, at, sampleDay),
    following_count: persona.following,
    profile_post_count: persona.earlierPosts + postsListed,
  };
}

function sampleAccount(
  sampleDay: number,
  platform: Platform,
  username: string,
  at: number,
  limits: PostLimits,
): AccountSnapshot | undefined {
  if (isGone(username)) return undefined;
  const persona = personaOf(platform, username);
  const posts = postsAt(persona, at, sampleDay);
  return {
    profile: sampleProfile(persona, at, sampleDay, posts.length),
    posts: within(posts, limits, at).map((post) => postSnapshot(post, at)),
  };
}

function sampleVideo(sampleDay: number, platform: Platform, externalId: string, at: number): VideoSnapshot | undefined {
  if (externalId.endsWith('000404')) return undefined;
  const post = postOf(platform, externalId);
  if (post === undefined || post.createdAt > at) return undefined;
  const owner = ownerInRoster(post, sampleDay);
  return {
    post: postSnapshot(post, at),
    account_username: owner?.username ?? null,
    platform_account_id: owner?.platformId ?? null,
  };
}

function within(posts: readonly Post[], limits: PostLimits, at: number): readonly Post[] {
  const { lookbackDays, maxRecentPosts } = limits;
  const recent = lookbackDays === null ? posts : posts.filter((post) => post.createdAt >= at - lookbackDays * dayMs);
  return maxRecentPosts === null ? recent : recent.slice(0, maxRecentPosts);
}

/** Only the sample organization's own accounts can be told from a post's id; of others the provider knows no owner. */
function ownerInRoster(post: Post, sampleDay: number): Persona | undefined {
  return rosterAccounts
    .filter((account) => account.platform === post.platform)
    .map((account) => personaOf(account.platform, account.username))
    .filter((persona) => persona.tag === post.id.tag)
    .find((persona) => postsAt(persona, post.createdAt, sampleDay)[0]?.externalId === post.externalId);
}
