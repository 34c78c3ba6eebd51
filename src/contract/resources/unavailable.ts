import { z } from 'zod';
import { ours } from '../ours.ts';

/** What is counted of posts, and of accounts beside them. */
const counted = ['views', 'plays', 'likes', 'comments', 'shares', 'saves', 'followers'] as const;
export const countedMetric = z.enum(counted);
/** The same with what is made of them. */
export const windowMetric = z.enum([...counted, 'engagement', 'engagement_rate']);

/** Of a resource. The contract has no null counts: what nobody told answers 0, and stands here. */
export const unavailableCounts = ours(z.array(countedMetric)).optional().meta({
  description: 'Given by no source so far: these counts are 0 and mean nothing.',
});

/** Of all that an answer speaks of. */
export const unavailableMetrics = ours(z.array(windowMetric)).optional().meta({
  description: 'Given by no source so far: 0 means nothing here.',
});

/** Of single ones of many. */
export const unavailableById = ours(z.record(z.string(), z.array(windowMetric)))
  .optional()
  .meta({ description: 'The same for single ids.' });
