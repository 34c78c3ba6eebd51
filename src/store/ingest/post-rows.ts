import type { Insertable } from 'kysely';
import { columnNames } from '../column-names.ts';
import type { Counts } from '../observations/counts.ts';
import type { PostWords } from '../observations/post-words.ts';
import type { PostColumns, Schema } from '../schema.ts';
import type { BulkInsert } from './bulk-insert.ts';
import type { PostObservation } from './snapshot.ts';

/**
 * Neither database keeps half a surrogate pair, nor PostgreSQL the character NUL; no caption needs them. What a source gives
 * in the place of a text is none.
 */
export function storable(text: unknown): string | null {
  return typeof text === 'string' ? text.replaceAll('\0', '').toWellFormed() : null;
}

function storableSeconds(duration: unknown): number | null {
  return typeof duration === 'number' && Number.isFinite(duration) && duration >= 0 ? duration : null;
}

type Content = Omit<
  PostColumns,
  keyof Counts | 'external_id' | 'create_time' | 'first_scrape_time' | 'last_scrape_time'
>;

/** What a snapshot tells of a post but its counts and what identifies it. */
type Told = Exclude<keyof PostObservation, keyof Counts | 'external_id' | 'create_time' | 'rounded' | 'other_id'>;

/** What a source says of a post beside its counts, and when it was made (ms since the epoch). */
export function wordsOfPost(post: Pick<PostObservation, Told>, made: number): PostWords {
  return {
    shortcode: storable(post.shortcode),
    description: storable(post.description),
    media_type: storable(post.media_type),
    duration: storableSeconds(post.duration),
    cover_image_url: storable(post.cover_image_url),
    video_url: storable(post.video_url),
    made,
  };
}

/** What a post is, in columns: one that is forgotten here does not compile. We keep no copies of media: shown and original addresses are the same. */
export function contentOf({ made, ...words }: PostWords): Content & Pick<PostColumns, Told> {
  return {
    shortcode: words.shortcode,
    description: words.description,
    media_type: words.media_type,
    duration: words.duration,
    is_unavailable: 0,
    cover_image_url: words.cover_image_url,
    cover_image_url_original: words.cover_image_url,
    video_url: words.video_url,
    video_url_original: words.video_url,
  };
}

/** What a post is as of a snapshot. */
export function postContent(post: PostObservation) {
  return contentOf(wordsOfPost(post, Date.parse(post.create_time)));
}

/** What a newer snapshot does to each column of a post that is known. */
const whenSeenAgain = {
  platform: 'stays',
  id: 'stays',
  organization_id: 'stays',
  account_id: 'stays',
  external_id: 'stays',
  // It stands in several orders, and hardly ever changes: it is written by itself.
  create_time: 'stays',
  // Somebody may tell of an earlier sight later.
  added_at: 'follows',
  first_scrape_time: 'follows',
  unknown_metrics: 'follows',
  from_zero: 'follows',
  run_at: 'follows',
  run_origin: 'follows',
  shortcode: 'follows',
  description: 'follows',
  media_type: 'follows',
  duration: 'follows',
  is_unavailable: 'follows',
  cover_image_url: 'follows',
  cover_image_url_original: 'follows',
  video_url: 'follows',
  video_url_original: 'follows',
  view_count: 'follows',
  play_count: 'follows',
  like_count: 'follows',
  comment_count: 'follows',
  share_count: 'follows',
  saved_count: 'follows',
  last_scrape_time: 'follows',
  updated_at: 'follows',
} as const satisfies Record<keyof Insertable<Schema['account_videos']>, 'stays' | 'follows'>;

const columns = columnNames<Insertable<Schema['account_videos']>>(whenSeenAgain);
const following = columns.filter((column) => whenSeenAgain[column] === 'follows');

export const intoAccountVideos: BulkInsert<'account_videos'> = {
  table: 'account_videos',
  columns,
  onConflict: `on conflict (platform, id) do update set ${following.map((c) => `${c} = excluded.${c}`).join(', ')}`,
};
