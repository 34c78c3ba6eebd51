import { z } from 'zod';
import { day } from '../fields.ts';
import { queryBounds } from './filters.ts';
import { metricsOf, subjects } from './metrics.ts';

export const namedRanges = ['month', 'last_month', 'quarter', 'last_quarter', 'year'] as const;

const name = z.string().min(1).max(300);
const days = z.array(day).length(2);

/** The body of `POST /v2/query`, in the form of Plausible's Stats API v2. Names are read against the vocabulary later. */
export const queryRequest = z.strictObject({
  metrics: z
    .array(name)
    .min(1)
    .max(queryBounds.metrics)
    .meta({
      description: `${[...metricsOf.gains.keys()].join(', ')}. With of=posts also avg_, median_ and p90_ of each count; no followers.`,
    }),
  date_range: z
    .union([z.string().max(20), days])
    .default('30d')
    .meta({ description: 'Nd (N complete days), month, last_month, quarter, last_quarter, year, or [from, to].' }),
  of: z.enum(subjects).default('gains').meta({
    description: 'gains: what was gained inside the range. posts: posts published in it, by their counts now.',
  }),
  dimensions: z.array(name).max(queryBounds.dimensions).default([]).meta({
    description:
      'creator, account, post, platform, category, follower_tier, media_type, hashtag, mention, weekday, hour, duration, post_age, metadata:KEY, time:day|week|month|quarter.',
  }),
  filters: z.array(z.array(z.unknown()).min(2).max(3)).max(queryBounds.filters).default([]).meta({
    description:
      '["is"|"is_not"|"contains"|"matches_word", dimension or caption, [values]], [">="|"<=", metric, number], ["and"|"or", [filters]], ["not", filter].',
  }),
  compare: z
    .union([z.enum(['previous_period', 'previous_year']), days])
    .nullable()
    .optional()
    .meta({ description: 'The range to compare with.' }),
  order_by: z
    .array(z.tuple([name, z.enum(['asc', 'desc'])]))
    .max(3)
    .optional()
    .meta({ description: '[[metric or dimension, "desc"]]; with compare also "METRIC:change".' }),
  limit: z.int().min(1).max(queryBounds.rows).default(20).meta({ description: 'Rows.' }),
  cursor: z
    .string()
    .min(1)
    .max(2048)
    .nullable()
    .optional()
    .meta({ description: 'meta.next_cursor of the answer before.' }),
  time_zone: z.string().min(1).max(64).optional().meta({
    description: "IANA name, for publishing times of posts; default: the organization's.",
  }),
  include: z
    .array(z.enum(['total', 'rest', 'ids']))
    .max(3)
    .default(['total', 'rest'])
    .meta({ description: 'ids: the ids of creators and accounts beside their names.' }),
});

export type QueryRequest = z.output<typeof queryRequest>;
