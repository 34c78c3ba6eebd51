import type { Platform, PostColumns } from '../store/schema.ts';
import { shownUnavailable } from './known.ts';

interface PostRow extends PostColumns {
  readonly platform: Platform;
  readonly added_at: string;
  readonly updated_at: string;
  readonly unknown_metrics: number;
}

/** What both kinds of videos show of a post. */
export function showPost(row: PostRow) {
  return {
    platform: row.platform,
    external_id: row.external_id,
    shortcode: row.shortcode,
    added_at: row.added_at,
    updated_at: row.updated_at,
    first_scrape_time: row.first_scrape_time,
    last_scrape_time: row.last_scrape_time,
    description: row.description,
    create_time: row.create_time,
    media_type: row.media_type,
    duration: row.duration,
    is_unavailable: row.is_unavailable === 1,
    cover_image_url: row.cover_image_url,
    cover_image_url_original: row.cover_image_url_original,
    video_url: row.video_url,
    video_url_original: row.video_url_original,
    view_count: row.view_count,
    like_count: row.like_count,
    comment_count: row.comment_count,
    share_count: row.share_count,
    play_count: row.play_count,
    saved_count: row.saved_count,
    total_views: row.view_count,
    total_plays: row.play_count,
    ...shownUnavailable([row]),
  };
}
