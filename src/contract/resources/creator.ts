import { z } from 'zod';
import { changePercent, count, instant, platform } from '../fields.ts';
import { ours } from '../ours.ts';
import { unavailableCounts, unavailableMetrics } from './unavailable.ts';

/** A person or brand behind one or more accounts. */
export const creator = z.object({
  id: z.string().meta({ format: 'uuid' }),
  type: z.literal('creator'),
  name: z.string().meta({ examples: ['Ana Bakes'] }),
  is_active: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  created_at: ours(instant),
  platforms: ours(z.array(platform)).meta({ description: 'Where its accounts are.' }),
  accounts_summary: z.object({
    total: z.int(),
    platforms: z.object({ instagram: z.int(), tiktok: z.int() }),
    total_followers: count,
  }),
  unavailable_metrics: unavailableCounts,
});

/** One account of one creator. */
export const creatorAccount = ours(
  z.object({
    type: z.literal('creator_account'),
    creator_id: z.string().meta({ format: 'uuid' }),
    account_id: z.string().meta({ format: 'uuid' }),
  }),
);

/** A place in the ranking of creators over a window. */
export const topCreator = z.object({
  rank: z.int(),
  id: z.string().meta({ format: 'uuid' }),
  name: z.string(),
  accounts: z.int(),
  views: count,
  plays: count,
  likes: count,
  comments: count,
  shares: count,
  engagement: count,
  engagement_rate: z.number(),
  followers: count,
  followers_gained: count,
  previous: z.object({ views: count, engagement: count }),
  views_change_pct: changePercent,
  engagement_change_pct: changePercent,
  unavailable_metrics: unavailableMetrics,
});
