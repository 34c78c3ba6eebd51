import { seedOf } from '../../src/collect/sample/random.ts';
import type { AccountSnapshot, Provider } from '../../src/collect/snapshot.ts';
import { followersOn } from './accounts.ts';
import { calendarOf } from './moments.ts';
import { generatedPost, seenPost } from './posts.ts';
import type { Size } from './size.ts';

/** Sees the newest posts of each generated account, all of them with some more views than the last time. */
export function generatedProvider(size: Size, seenPosts: number, now: number): Provider {
  const calendar = calendarOf(now, size.days);
  // Each run sees more than the one before it.
  const minutes = Math.floor(now / 60_000) % 1_000_000;
  const snapshotOf = (username: string): AccountSnapshot => {
    const posts = Array.from({ length: seenPosts }, (_, index) =>
      seenPost(generatedPost(username, size.postsPerAccount - 1 - index, size, calendar), 100 + index + minutes),
    );
    return {
      profile: {
        name: username,
        description: 'Made for measuring.',
        profile_pic_url: null,
        is_verified: false,
        link_in_bio: null,
        follower_count: followersOn(seedOf(username), size.days),
        following_count: 10,
        profile_post_count: size.postsPerAccount,
      },
      posts,
    };
  };
  return {
    name: 'generated',
    invented: false,
    async account(_platform, username) {
      return { kind: 'seen', snapshot: snapshotOf(username) };
    },
    async video() {
      return { kind: 'failed', reason: 'only accounts are refreshed here' };
    },
  };
}
