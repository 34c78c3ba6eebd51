/** What a provider saw of a profile at one moment. Counts are totals, not gains. */
export interface ProfileSnapshot {
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
  /** Null on TikTok (contract §2). */
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
