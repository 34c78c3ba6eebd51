import { z } from 'zod';
import { changePercent, count, day } from '../fields.ts';
import { ours } from '../ours.ts';

/** One day of a time series: gains on that day, and the followers at its end. */
export const point = z.object({
  date: day,
  views: count,
  plays: count,
  likes: count,
  comments: count,
  shares: count,
  saves: count.nullable().meta({ description: 'Null on TikTok.' }),
  engagement: count,
  engagement_rate: z.number(),
  follower_count: count.nullable().meta({ description: 'Last known; null before the first.' }),
});

/** Gains summed over a window. */
export const windowTotals = z.object({
  views: count,
  plays: count,
  likes: count,
  comments: count,
  shares: count,
  saves: count.nullable(),
  engagement: count,
  engagement_rate: z.number(),
  followers_gained: count.nullable().meta({ description: 'Null where followers do not apply (a video).' }),
});

export const windowChanges = z.object({
  views_pct: changePercent,
  plays_pct: changePercent,
  likes_pct: changePercent,
  comments_pct: changePercent,
  shares_pct: changePercent,
  saves_pct: changePercent,
  engagement_pct: changePercent,
  engagement_rate_pct: changePercent,
  followers_gained_pct: changePercent,
});

/** Totals of a window, of the window before, and the change in percent. */
export function analytics<const Type extends string>(type: Type) {
  return z.object({
    id: z.string(),
    type: z.literal(type),
    totals: ours(windowTotals),
    previous: ours(windowTotals),
    changes: ours(windowChanges),
  });
}

/** What the batch reads answer per id. */
export const batchMetrics = z.object({
  views: count,
  plays: count,
  likes: count,
  comments: count,
  shares: count,
  engagement: count,
});

/** The same of a creator, with the followers of its accounts at the window's end. */
export const creatorAnalytics = analytics('creator_analytics').extend({
  followers: ours(count)
    .nullable()
    .meta({ description: 'Of all its accounts at the end of the window; null while unknown.' }),
});
