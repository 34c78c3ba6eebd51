import type { Provider } from '../../src/collect/provider.ts';
import { seedOf } from '../../src/collect/sample/random.ts';
import type { AccountSnapshot } from '../../src/store/ingest/snapshot.ts';
import { followersOn } from './accounts.ts';
import { calendarOf } from './moments.ts';
import { generatedPost, seenPost } from './posts.ts';
import type { Size } from './size.ts';

/** The day on which this growth was written, so that a look a day later sees more. */
const firstDay = 20_780;

/** Sees the newest posts of each generated account, 1 to 3 % up on their history, and a view more each day. */
export function generatedProvider(size: Size, seenPosts: number, now: number): Provider {
  const calendar = calendarOf(now, size.days);
  const views = 1 + Math.floor(now / 86_400_000) - firstDay;
  const snapshotOf = (username: string): AccountSnapshot => {
    const posts = Array.from({ length: seenPosts }, (_, index) =>
      seenPost(generatedPost(username, size.postsPerAccount - 1 - index, size, calendar), {
        percent: 1 + (index % 3),
        views,
      }),
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
