import { z } from 'zod';
import { count, instant, platform } from '../fields.ts';
import { ours } from '../ours.ts';
import { unavailableCounts } from './unavailable.ts';

const url = z.string().nullable();

/** What a post is, and what it counts: shared by both kinds of videos. */
const content = {
  platform,
  external_id: z.string(),
  shortcode: z.string().nullable(),
  added_at: instant,
  updated_at: instant,
  first_scrape_time: instant.nullable(),
  last_scrape_time: instant.nullable(),
  description: z.string().nullable(),
  create_time: instant.nullable(),
  media_type: z.string().nullable(),
  duration: z.number().nullable().meta({ description: 'Seconds.' }),
  is_unavailable: z.boolean(),
  cover_image_url: url,
  cover_image_url_original: url,
  video_url: url,
  video_url_original: url,
  view_count: count,
  like_count: count,
  comment_count: count,
  share_count: count,
  play_count: count,
  saved_count: count.nullable().meta({ description: 'Null on TikTok.' }),
  total_views: count,
  total_plays: count,
  unavailable_metrics: unavailableCounts,
};

/** An individually tracked video. It enters no account, creator or organization sum (contract §2). */
export const video = z.object({
  id: z.string().meta({ format: 'uuid' }),
  type: z.literal('video'),
  ...content,
  is_active: z.boolean(),
  scrape_interval_hours: z.int(),
  metadata: z.record(z.string(), z.string()),
  account_id: z.string().nullable().meta({ format: 'uuid' }),
  account_username: z.string().nullable(),
  platform_account_id: z.string().nullable(),
  platform_data: z.record(z.string(), z.unknown()),
});

/** A post found on a tracked account. */
export const accountVideo = z.object({
  id: z.int(),
  uuid: ours(z.string()).meta({ format: 'uuid', description: 'Stable; taken wherever the id is.' }),
  type: z.literal('account_video'),
  ...content,
  account_id: z.string().meta({ format: 'uuid' }),
  account_username: z.string(),
  creator_id: z.string().nullable().meta({ format: 'uuid' }),
});

/** Where a post stood at one age. */
const levels = z.object({
  views: count.nullable(),
  plays: count.nullable(),
  likes: count.nullable(),
  comments: count.nullable(),
  shares: count.nullable(),
  saves: count.nullable(),
});

/** A single post, with what it counted early in its life. */
export const accountVideoAtAge = accountVideo.extend({
  at_age: ours(z.object({ day_1: levels, day_7: levels, day_30: levels })).meta({
    description:
      'Totals 1, 7 and 30 times 24 hours after create_time; null where none was seen within 24 hours of that.',
  }),
});
