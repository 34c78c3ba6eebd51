import type { AccountVideoRow, PostColumns } from '../schema.ts';
import type { BulkInsert } from './bulk-insert.ts';
import { countColumns } from './counts.ts';
import type { PostSnapshot } from './snapshot.ts';

/** Neither database keeps half a surrogate pair, nor PostgreSQL the character NUL; no caption needs them. */
export function storable(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '').toWellFormed();
}

type Content = Omit<
  PostColumns,
  (typeof countColumns)[number] | 'external_id' | 'create_time' | 'first_scrape_time' | 'last_scrape_time'
>;

/** What a post is, as of a snapshot. We keep no copies of media: shown and original addresses are the same. */
export function postContent(post: PostSnapshot): Content {
  return {
    shortcode: storable(post.shortcode),
    description: storable(post.description),
    media_type: post.media_type,
    duration: post.duration,
    is_unavailable: 0,
    cover_image_url: storable(post.cover_image_url),
    cover_image_url_original: storable(post.cover_image_url),
    video_url: storable(post.video_url),
    video_url_original: storable(post.video_url),
  };
}

const seenAgain = [
  'shortcode',
  'description',
  'media_type',
  'duration',
  'is_unavailable',
  'cover_image_url',
  'cover_image_url_original',
  'video_url',
  'video_url_original',
  ...countColumns,
  'last_scrape_time',
  'updated_at',
] as const satisfies readonly (keyof AccountVideoRow)[];

/**
 * A post that is known keeps its id, when it was first seen and when it was made, which it is counted by; all else is as
 * the newest snapshot says.
 */
export const intoAccountVideos: BulkInsert<'account_videos'> = {
  table: 'account_videos',
  columns: [
    'platform',
    'id',
    'organization_id',
    'account_id',
    'external_id',
    'create_time',
    'added_at',
    'first_scrape_time',
    ...seenAgain,
  ],
  onConflict: `on conflict (platform, id) do update set ${seenAgain.map((c) => `${c} = excluded.${c}`).join(', ')}`,
};
