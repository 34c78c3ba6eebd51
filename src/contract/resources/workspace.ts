import { z } from 'zod';
import { changePercent, count, instant, platform } from '../fields.ts';
import { ours } from '../ours.ts';
import { scopes } from '../scope.ts';

const overviewWindow = z.object({
  total_views: count,
  engagement_rate: z.number(),
  active_accounts: z.int(),
  account_videos: z.int(),
  tracked_videos: z.int(),
});

/** The organization at a glance, against the window before. */
export const overview = z.object({
  type: z.literal('overview'),
  current: overviewWindow,
  previous: overviewWindow,
  changes: z.object({
    total_views_pct: changePercent,
    engagement_rate_pct: changePercent,
    active_accounts_pct: changePercent,
    account_videos_pct: changePercent,
    tracked_videos_pct: changePercent,
  }),
});

export const searchResults = z.object({
  accounts: z.array(z.object({ id: z.string(), platform, username: z.string(), display_name: z.string().nullable() })),
  creators: z.array(z.object({ id: z.string(), name: z.string() })),
  videos: z.array(
    z.object({
      id: z.int(),
      platform,
      caption: z.string().nullable(),
      account_id: z.string(),
      account_username: z.string(),
    }),
  ),
});

export const searchMeta = z.object({
  query: z.string(),
  limit_per_section: z.int(),
  /** The most that a section can hold: the caps that were applied. */
  effective_caps: z.object({ accounts: z.int(), creators: z.int(), videos: z.int() }),
});

/** Scraping defaults of the organization; null = no limit. */
export const settings = z.object({
  type: z.literal('settings'),
  max_recent_posts_per_account: z.int().nullable(),
  post_lookback_days: z.int().nullable(),
  time_zone: ours(z.string()).meta({ description: 'In whose days and hours the publishing of posts is told.' }),
});

const trackedPosts = z.object({ account_posts: z.int(), individual_posts: z.int() });

export const usage = z.object({
  type: z.literal('usage'),
  period: z.object({ start_date: z.string().meta({ format: 'date' }), end_date: z.string().meta({ format: 'date' }) }),
  billable_account_posts: z.int().meta({ description: 'Posts of the accounts that were refreshed this UTC month.' }),
  individual_posts: z.int().meta({ description: 'Individually tracked videos refreshed this UTC month.' }),
  platforms: z.object({ instagram: trackedPosts, tiktok: trackedPosts }),
  api_calls: ours(
    z.array(
      z.object({
        key_id: z.string(),
        key_name: z.string().nullable().meta({
          description:
            'Null once the key is deleted; and of other keys than the one that asks, where that cannot write.',
        }),
        calls: z.int(),
        errors: z.int(),
        rate_limited: z.int(),
      }),
    ),
  ),
});

export const whoami = z.object({
  type: z.literal('whoami'),
  organization_id: z.string(),
  organization_name: ours(z.string()),
  api_key_name: z.string(),
  scopes: ours(z.array(z.enum(scopes))),
  expires_at: ours(instant).nullable(),
});

export const health = z.object({
  type: z.literal('health'),
  status: z.literal('ok'),
  version: z.string(),
  database: ours(z.enum(['sqlite', 'postgres'])),
  sample_data: ours(z.boolean()).meta({
    description: 'True where numbers are invented: never take them for real ones.',
  }),
  upstream: ours(
    z.object({
      auth: z.enum(['gateway', 'passthrough']),
      state: z.enum(['ready', 'failing', 'key_refused', 'no_key']),
    }),
  )
    .optional()
    .meta({ description: 'The remote v2 API that the data comes from, where there is one.' }),
});

export const apiMeta = z.object({
  type: z.literal('api_meta'),
  api_version: z.literal('v2'),
  status: z.literal('current'),
  docs_url: z.string(),
  openapi_url: z.string(),
  whoami_url: z.string(),
  deprecation: z.null(),
  sunset: z.null(),
});
