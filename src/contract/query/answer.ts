import { z } from 'zod';
import { day } from '../fields.ts';
import { unavailableMetrics } from '../resources/unavailable.ts';
import { subjects } from './metrics.ts';

const cell = z.union([z.string(), z.number(), z.null()]);
const sums = z.record(z.string(), z.number().nullable());
const range = z
  .array(day)
  .length(2)
  .meta({ examples: [['2026-07-01', '2026-07-31']] });

/** What a query answers: as few tokens as say it. */
export const queryResult = z.object({
  type: z.literal('query_result'),
  columns: z.array(z.string()).meta({ description: 'Dimensions, then metrics, with compare thrice each.' }),
  rows: z.array(z.array(cell)),
  totals: sums.optional().meta({ description: 'Of all that the filters let in.' }),
  rest: sums.optional().meta({ description: 'Of the rows that are not shown.' }),
});

export const queryMeta = z.object({
  of: z.enum(subjects),
  date_range: range,
  compare: range.optional(),
  time_zone: z.string().meta({ description: 'Of publishing; days of gains are UTC.' }),
  data_since: day.nullable().meta({ description: 'First day with data; null = none yet.' }),
  days_with_data: z.int().meta({ description: 'Days of the range since data_since.' }),
  compare_days_with_data: z.int().optional(),
  groups: z.int().meta({ description: 'Rows on all pages.' }),
  next_cursor: z.string().nullable(),
  known: z
    .record(z.string(), z.int())
    .optional()
    .meta({ description: 'Posts with that count, where not all have it.' }),
  unavailable_metrics: unavailableMetrics,
  rounded: z.literal(true).optional(),
  sample: z.literal(true).optional(),
  basis: z.enum(['posts', 'reported']),
  explain: z.string().meta({ description: 'What was computed, in words.' }),
});
