import type { Input } from '../contract/port.ts';
import type { AccountRow } from './schema.ts';

/** What a new account is beside what was asked for. */
export interface Placed {
  readonly id: string;
  readonly organizationId: string;
  readonly username: string;
  readonly addedAt: string;
  readonly dueAt: string | null;
}

/** An account that nothing is known of yet: counts are 0 until its first refresh (contract §2), saves on TikTok null for ever. */
export function newAccountRow(placed: Placed, body: Input<'create_account'>['body']): AccountRow {
  return {
    id: placed.id,
    organization_id: placed.organizationId,
    platform: body.platform,
    username: placed.username,
    name: null,
    description: null,
    profile_pic_url: null,
    profile_pic_url_original: null,
    is_verified: 0,
    is_active: body.is_active ? 1 : 0,
    paused_by_creator: 0,
    is_unavailable: 0,
    link_in_bio: null,
    creator_id: body.creator_id ?? null,
    category: body.category ?? null,
    metadata: JSON.stringify(body.metadata ?? {}),
    added_at: placed.addedAt,
    first_scrape_time: null,
    last_scrape_time: null,
    next_refresh_at: placed.dueAt,
    scrape_interval_hours: body.scrape_interval_hours,
    max_recent_posts_per_account: body.max_recent_posts_per_account ?? null,
    post_lookback_days: body.post_lookback_days ?? null,
    follower_count: 0,
    following_count: 0,
    profile_post_count: 0,
    total_post_count: 0,
    view_count: 0,
    play_count: 0,
    like_count: 0,
    comment_count: 0,
    share_count: 0,
    saved_count: body.platform === 'tiktok' ? null : 0,
    fb_play_count: null,
    ig_play_count: null,
    fb_like_count: null,
  };
}
