/**
 * Bulk loading: accounts and videos with a past, for the sample organization and for generated masses of data.
 *
 * The caller has inserted the organization and the creators. It says what each thing is, where its counts began and
 * what every day added. Today's counts and all sums are computed from that here, so they cannot disagree. `accounts`,
 * `posts` and `videos` may be generators: nothing is held beyond a chunk.
 */

import type { Counts } from '../observations/counts.ts';
import type { AccountRow, AccountVideoRow, GainColumns, VideoRow } from '../schema.ts';

export interface History {
  organizationId: string;
  accounts: Iterable<AccountHistory>;
  videos: Iterable<VideoHistory>;
}

type Reckoned = keyof Counts | 'organization_id';

export interface AccountHistory {
  /** The row without what is computed here: the counts of its posts and its last follower level. */
  account: Omit<
    AccountRow,
    Reckoned | 'follower_count' | 'total_post_count' | 'fb_play_count' | 'ig_play_count' | 'fb_like_count'
  >;
  /** Follower levels, days ascending; the first is where following begins. Empty for an account never refreshed. */
  followers: readonly { day: string; level: number }[];
  posts: Iterable<PostHistory>;
}

export interface PostHistory {
  /** Its id is given here, its account and platform are known. */
  post: Omit<AccountVideoRow, Reckoned | 'id' | 'platform' | 'account_id'>;
  history: CountHistory;
}

export interface VideoHistory {
  video: Omit<VideoRow, Reckoned>;
  history: CountHistory;
}

export interface CountHistory {
  /** Counts before the first day: zero for a post that is followed from its start. On TikTok plays and saves are ignored (contract §2). */
  from: Counts;
  /** Days ascending, each at most once; a day that added nothing may be left out. */
  days: readonly GainColumns[];
}
