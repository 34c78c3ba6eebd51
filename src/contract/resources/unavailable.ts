import { z } from 'zod';
import { ours } from '../ours.ts';

/** What is counted of posts, and of accounts beside them. */
const counted = ['views', 'plays', 'likes', 'comments', 'shares', 'saves', 'followers'] as const;
export const countedMetric = z.enum(counted);
/** The same with what is made of them. */
export const windowMetric = z.enum([...counted, 'engagement', 'engagement_rate']);

/** Of a resource. The contract has no null counts: what nobody told answers 0, and stands here. */
export const unavailableCounts = ours(z.array(countedMetric)).optional().meta({
  description: 'Metrics that no source ever gave: their counts are 0 and mean nothing. Absent where none is.',
});

/** Of all that an answer speaks of. */
export const unavailableMetrics = ours(z.array(windowMetric)).optional().meta({
  description: 'What no source ever gave of all this: its numbers are 0 and mean nothing. Absent where none is.',
});

/** Of single ones of many. */
export const unavailableById = ours(z.record(z.string(), z.array(windowMetric)))
  .optional()
  .meta({ description: 'The ids of which no source ever gave some metrics, with these. Absent where there is none.' });
