import { pick, seedOf, uniform } from '../../src/collect/sample/random.ts';
import { stableId } from '../../src/collect/sample/stable-id.ts';
import { niches } from '../../src/collect/sample/wording.ts';
import type { AccountHistory } from '../../src/store/ingest/history.ts';
import type { Platform } from '../../src/store/schema.ts';
import { type Calendar, iso } from './moments.ts';
import { generatedPost, postHistory } from './posts.ts';
import type { Size } from './size.ts';

const words = ['quiet', 'amber', 'north', 'paper', 'velvet', 'copper', 'sunny', 'mossy', 'pixel', 'marble'] as const;
const things = ['kitchen', 'harbour', 'studio', 'garden', 'atlas', 'lantern', 'orchard', 'meadow', 'foundry'] as const;

export function usernameOf(number: number): string {
  const seed = seedOf(`account ${number}`);
  return `${pick(seed, 'word', words)}.${pick(seed, 'thing', things)}.${String(number).padStart(5, '0')}`;
}

export function platformOf(number: number): Platform {
  return number % 2 === 0 ? 'instagram' : 'tiktok';
}

function accountId(organizationId: string, number: number): string {
  return stableId(organizationId, `account ${number}`);
}

export function creatorId(organizationId: string, number: number): string {
  return stableId(organizationId, `creator ${number}`);
}

/** An account with its whole past; every tenth belongs to no creator. */
export function accountHistory(organizationId: string, number: number, size: Size, calendar: Calendar): AccountHistory {
  const username = usernameOf(number);
  const seed = seedOf(username);
  const yesterday = calendar.days.length - 1;
  const seenAt = iso(calendar.startOf(yesterday) + 43_200_000);
  const posts = Array.from({ length: size.postsPerAccount }, (_, post) =>
    postHistory(generatedPost(username, post, size, calendar), seenAt),
  );
  return {
    account: {
      id: accountId(organizationId, number),
      platform: platformOf(number),
      username,
      name: username.replaceAll('.', ' '),
      description: 'Made for measuring.',
      profile_pic_url: null,
      profile_pic_url_original: null,
      is_verified: number % 20 === 0 ? 1 : 0,
      is_active: number % 50 === 1 ? 0 : 1,
      paused_by_creator: 0,
      is_unavailable: 0,
      link_in_bio: null,
      creator_id: number % 10 === 0 ? null : creatorId(organizationId, number % size.creators),
      category: pick(seed, 'category', niches).name,
      metadata: '{}',
      added_at: iso(calendar.startOf(0) + number * 1_000),
      first_scrape_time: iso(calendar.startOf(0)),
      last_scrape_time: seenAt,
      next_refresh_at: iso(calendar.startOf(yesterday + 40)),
      scrape_interval_hours: 24,
      max_recent_posts_per_account: null,
      post_lookback_days: null,
      following_count: Math.floor(uniform(seed, 'following') * 900),
      profile_post_count: size.postsPerAccount,
    },
    followers: calendar.days.map((day, index) => ({ day, level: followersOn(seed, index) })),
    posts,
  };
}

export function followersOn(seed: number, day: number): number {
  return 1_000 + Math.floor(uniform(seed, 'followers') * 200_000) + day * Math.floor(uniform(seed, 'growth') * 60);
}
