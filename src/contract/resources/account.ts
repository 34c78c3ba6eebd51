import { z } from 'zod';
import { count, instant, platform } from '../fields.ts';
import { ours } from '../ours.ts';
import { unavailableCounts } from './unavailable.ts';

const url = z.string().nullable();

/** A tracked profile. Counts are 0 and `last_scrape_time` is null until the first refresh (contract §2). */
export const account = z.object({
  id: z.string().meta({ format: 'uuid' }),
  type: z.literal('account'),
  platform,
  username: z.string().meta({ examples: ['ana.bakes'] }),
  name: z.string().nullable(),
  description: z.string().nullable(),
  profile_pic_url: url,
  profile_pic_url_original: url,
  is_verified: z.boolean(),
  is_active: z.boolean(),
  is_unavailable: z.boolean(),
  link_in_bio: z.string().nullable(),
  creator_id: z.string().nullable().meta({ format: 'uuid' }),
  creator_name: z.string().nullable(),
  category: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  added_at: instant,
  first_scrape_time: instant.nullable(),
  last_scrape_time: instant.nullable(),
  scrape_interval_hours: z.int(),
  next_refresh_at: ours(instant).nullable().meta({
    description: 'Null where nothing refreshes it: it is paused, or its numbers come from files.',
  }),
  follower_count: count,
  following_count: count,
  profile_post_count: count,
  total_post_count: count,
  view_count: count,
  like_count: count,
  comment_count: count,
  share_count: count,
  play_count: count,
  saved_count: count.nullable(),
  fb_play_count: count.nullable(),
  ig_play_count: count.nullable(),
  fb_like_count: count.nullable(),
  max_recent_posts_per_account: z.int().nullable(),
  post_lookback_days: z.int().nullable(),
  effective_max_recent_posts_per_account: z.int().nullable(),
  effective_post_lookback_days: z.int().nullable(),
  unavailable_metrics: unavailableCounts,
  unreadable_posts: ours(z.string())
    .nullable()
    .meta({ description: 'Which posts the last refresh could not read, and why; null where it read all.' }),
  other_account: ours(
    z.object({
      platform_account_id: z.string(),
      seen_at: instant,
      detail: z.string().meta({ examples: ['@ana.bakes belongs to another account now: …'] }),
    }),
  )
    .nullable()
    .meta({
      description:
        "Where the platform's id says that another account was seen in its place; else null. Nothing is recorded until somebody decides; detail says how.",
    }),
});
