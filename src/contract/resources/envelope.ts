import { z } from 'zod';
import { day } from '../fields.ts';
import { ours } from '../ours.ts';
import { unavailableById, unavailableMetrics } from './unavailable.ts';

/** `{data}` around one resource. */
export function one<const T extends z.ZodType>(resource: T) {
  return z.object({ data: resource });
}

/** `{data, meta}`: an answer with facts about itself. */
export function withMeta<const T extends z.ZodType, const M extends z.ZodType>(data: T, meta: M) {
  return z.object({ data, meta });
}

export const pagination = z.object({
  next_cursor: z.string().nullable(),
  has_next: z.boolean(),
  limit: z.int(),
  total_count: z.int().optional(),
});

/** `{data, pagination, filters}`: a page of a list. `filters` echoes what is active, with the sort. */
export function page<const T extends z.ZodType>(resource: T) {
  return z.object({
    data: z.array(resource),
    pagination,
    filters: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  });
}

/** The window that an answer speaks of. */
export const windowMeta = z.object({
  period: z.enum(['7d', '30d', '90d', 'custom']),
  start_date: day,
  end_date: day,
  days: z.int(),
  ignored: ours(z.array(z.enum(['start_date', 'end_date'])))
    .optional()
    .meta({ description: 'Given beside a fixed period, and not used.' }),
});

/** The window of measured numbers, with what is known of them at all. */
export const measuredMeta = windowMeta.extend({
  data_since: ours(day).nullable().meta({ description: 'First UTC day with data; null = none yet.' }),
  unavailable_metrics: unavailableMetrics,
  basis: ours(z.literal('reported')).optional().meta({ description: 'Some days are totals of the account.' }),
});

/** The same of an account's days. */
export const observedMeta = measuredMeta.extend({
  unobserved: ours(z.array(day)).optional().meta({
    description: 'Days since it was first seen on which nobody looked: 0 means nothing there.',
  }),
});

/** The same of a batch. */
export const batchMeta = measuredMeta.extend({ unavailable_metrics_by_id: unavailableById });

/** The same of an answer that sums over accounts: a post may be on several. */
export const summedMeta = measuredMeta.extend({
  shared_posts: ours(z.int()).meta({
    description: 'Posts of two or more of these accounts: each counts in every one.',
  }),
  importing: ours(z.literal(true)).optional().meta({
    description: 'Files go in or out now: not whole yet.',
  }),
});
