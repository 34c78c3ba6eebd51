import type { AccountHistory, CountHistory, PostHistory, VideoHistory } from '../../src/store/ingest/history.ts';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import type { AccountSnapshot, PostSnapshot } from '../../src/store/ingest/snapshot.ts';
import type { Platform } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

export const noon = Date.UTC(2026, 2, 10, 12);
export const hour = 3_600_000;
export const today = '2026-03-10';

export async function addOrganization(store: Store, id: string): Promise<void> {
  await store.write
    .insertInto('organizations')
    .values({
      id,
      name: id,
      created_at: '2026-01-01T00:00:00.000Z',
      suspended_at: null,
      account_cap: null,
      max_recent_posts_per_account: null,
      post_lookback_days: null,
      url_keys: 'allow',
      holds_sample_data: 0,
    })
    .execute();
}

export async function addCreator(store: Store, organizationId: string, id: string, name = id): Promise<void> {
  await store.write
    .insertInto('creators')
    .values({
      id,
      organization_id: organizationId,
      name,
      name_key: name.toLowerCase(),
      is_active: 1,
      metadata: '{}',
      created_at: '2026-01-01T00:00:00.000Z',
    })
    .execute();
}

/** An account that nothing is known of yet. */
export function accountFacts(
  id: string,
  platform: Platform,
  creatorId: string | null = null,
): AccountHistory['account'] {
  return {
    id,
    platform,
    username: id,
    name: null,
    description: null,
    profile_pic_url: null,
    profile_pic_url_original: null,
    is_verified: 0,
    is_active: 1,
    paused_by_creator: 0,
    is_unavailable: 0,
    link_in_bio: null,
    creator_id: creatorId,
    category: null,
    metadata: '{}',
    added_at: '2026-01-01T00:00:00.000Z',
    first_scrape_time: null,
    last_scrape_time: null,
    next_refresh_at: null,
    scrape_interval_hours: 24,
    max_recent_posts_per_account: null,
    post_lookback_days: null,
    following_count: 0,
    profile_post_count: 0,
  };
}

export async function addAccount(
  store: Store,
  organizationId: string,
  account: AccountHistory['account'],
): Promise<void> {
  const accounts = [{ account, followers: [], posts: [] }];
  await loadHistory(store, { organizationId, accounts, videos: [] }, { yieldBetweenChunks: false });
}

export function post(external_id: string, views: number, more: Partial<PostSnapshot> = {}): PostSnapshot {
  return {
    external_id,
    shortcode: external_id,
    description: `caption of ${external_id}`,
    create_time: '2026-01-05T10:00:00.000Z',
    media_type: 'video',
    duration: 12.5,
    cover_image_url: null,
    video_url: null,
    view_count: views,
    play_count: views * 2,
    like_count: Math.floor(views / 10),
    comment_count: Math.floor(views / 100),
    share_count: Math.floor(views / 50),
    saved_count: Math.floor(views / 20),
    ...more,
  };
}

export function snapshotOf(followers: number, posts: readonly PostSnapshot[]): AccountSnapshot {
  return {
    profile: {
      name: 'Zoë',
      description: null,
      profile_pic_url: null,
      is_verified: true,
      link_in_bio: null,
      follower_count: followers,
      following_count: 7,
      profile_post_count: posts.length,
    },
    posts,
  };
}

export function pastPost(external_id: string, description: string | null, history: CountHistory): PostHistory {
  const seen = '2026-03-09T06:00:00.000Z';
  return {
    post: {
      external_id,
      shortcode: null,
      description,
      create_time: '2026-01-05T10:00:00.000Z',
      media_type: 'video',
      duration: null,
      is_unavailable: 0,
      cover_image_url: null,
      cover_image_url_original: null,
      video_url: null,
      video_url_original: null,
      first_scrape_time: seen,
      last_scrape_time: seen,
      added_at: seen,
      updated_at: seen,
    },
    history,
  };
}

export function trackedVideo(id: string, description: string | null, history: CountHistory): VideoHistory {
  return {
    video: {
      ...pastPost(`x-${id}`, description, history).post,
      id,
      platform: 'instagram',
      is_active: 1,
      scrape_interval_hours: 24,
      next_refresh_at: null,
      metadata: '{}',
      account_id: null,
      account_username: null,
      platform_account_id: null,
      platform_data: '{}',
    },
    history,
  };
}
