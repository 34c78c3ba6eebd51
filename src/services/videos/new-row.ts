import type { IdentifiedPost } from '../../collect/identify.ts';
import type { Input } from '../../contract/port.ts';
import type { VideoRow } from '../../store/schema.ts';

/** What a new video is beside what was asked for. */
export interface Placed {
  readonly id: string;
  readonly organizationId: string;
  readonly post: Extract<IdentifiedPost, { kind: 'post' }>;
  readonly addedAt: string;
  readonly dueAt: string | null;
}

/** A video that nothing is known of yet but what its address says: counts are 0 until its first refresh. */
export function newVideoRow(placed: Placed, body: Input<'create_video'>['body']): VideoRow {
  const { post } = placed;
  return {
    id: placed.id,
    organization_id: placed.organizationId,
    platform: post.platform,
    is_active: body.is_active ? 1 : 0,
    scrape_interval_hours: body.scrape_interval_hours,
    next_refresh_at: placed.dueAt,
    metadata: JSON.stringify(body.metadata ?? {}),
    added_at: placed.addedAt,
    updated_at: placed.addedAt,
    account_id: null,
    account_username: post.username,
    platform_account_id: null,
    platform_data: '{}',
    external_id: post.externalId,
    shortcode: post.shortcode,
    description: null,
    create_time: null,
    media_type: null,
    duration: null,
    is_unavailable: 0,
    cover_image_url: null,
    cover_image_url_original: null,
    video_url: null,
    video_url_original: null,
    view_count: 0,
    play_count: 0,
    like_count: 0,
    comment_count: 0,
    share_count: 0,
    saved_count: post.platform === 'tiktok' ? null : 0,
    first_scrape_time: null,
    last_scrape_time: null,
  };
}
