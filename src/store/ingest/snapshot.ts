import type { Steps } from '../observations/metrics.ts';

/** What a provider saw of a profile at one moment. Counts are totals, not gains. */
export interface ProfileSnapshot {
  /** The platform's id of the account; absent or null where the source does not tell it. */
  platform_account_id?: string | null;
  /** The account's name as it was then, where the source tells it: another than the tracked one is a rename. */
  username?: string | null;
  name: string | null;
  description: string | null;
  profile_pic_url: string | null;
  is_verified: boolean;
  link_in_bio: string | null;
  follower_count: number;
  following_count: number;
  profile_post_count: number;
}

/** What a provider saw of one post at one moment. Counts are totals, not gains. */
export interface PostSnapshot {
  external_id: string;
  shortcode: string | null;
  description: string | null;
  /** ISO 8601 UTC. */
  create_time: string;
  media_type: string;
  /** Seconds. */
  duration: number | null;
  cover_image_url: string | null;
  video_url: string | null;
  view_count: number;
  play_count: number;
  like_count: number;
  comment_count: number;
  share_count: number;
  saved_count: number | null;
}

export interface AccountSnapshot {
  profile: ProfileSnapshot;
  /** Newest first. */
  posts: readonly PostSnapshot[];
}

export interface VideoSnapshot {
  post: PostSnapshot;
  account_username: string | null;
  platform_account_id: string | null;
}

/** The same with what a source does not tell or hides left open: null, or what is no count at all. */
type Open<Snapshot> = { [Field in keyof Snapshot]: Field extends `${string}_count` ? number | null : Snapshot[Field] };

export interface ProfileObservation extends Open<ProfileSnapshot> {
  /** The rounding step of `follower_count` where that is rounded: `1.2M` has 100,000. */
  followers_rounded?: number;
  /** `name`: of its words the source knows the name at most; the others stay as they are. All where left out. */
  words?: 'name';
}

export interface PostObservation extends Omit<Open<PostSnapshot>, 'media_type'> {
  /** Null where the source does not tell it. */
  media_type: string | null;
  /** The rounding step of each count that is rounded. */
  rounded?: Steps;
  /** A further id by which the platform knows the post, beside its key. */
  other_id?: string | null;
}

export interface AccountObservation {
  /** Null where the source tells of posts alone. */
  profile: ProfileObservation | null;
  /** Null where the source tells of the profile alone. */
  posts: readonly PostObservation[] | null;
  /** Whether `posts` are all that the account has: a post that three such listings leave out is gone. */
  is_complete?: boolean;
}

export interface VideoObservation extends Omit<VideoSnapshot, 'post'> {
  post: PostObservation;
}
