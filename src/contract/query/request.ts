import { z } from 'zod';
import { timeZone } from '../fields.ts';
import { numberOperators, queryBounds, textOperators } from './filters.ts';
import { metricsOf, subjects } from './metrics.ts';

export const namedRanges = ['month', 'last_month', 'quarter', 'last_quarter', 'year'] as const;
export const comparedRanges = ['previous_period', 'previous_year'] as const;

const name = z.string().min(1).max(300);
/** One word, or two days. A text alone is read as a list of one. */
const range = z.array(z.string().max(20)).min(1).max(2);

const text = { type: 'string' };
const list = (...parts: readonly object[]) => ({
  type: 'array',
  items: { anyOf: [text, { type: 'number' }, ...parts] },
});
/** What stands in a filter: its operator, a field, a number, values or further filters. */
const part = z.unknown().meta({ anyOf: [text, { type: 'number' }, list(list(list()))] });

const operators: readonly unknown[] = [...textOperators, ...numberOperators, 'and', 'or', 'not'];
const filter = z
  .array(part)
  .max(3)
  .refine(([operator]) => operators.includes(operator), `must begin with one of ${operators.join(', ')}`);

/** The body of `POST /v2/query`, in the form of Plausible's Stats API v2. Names are read against the vocabulary later. */
export const queryRequest = z
  .strictObject({
    metrics: z
      .array(name)
      .min(1)
      .max(queryBounds.metrics)
      .meta({
        description: `${[...metricsOf.gains.keys()].join(', ')}. Of posts also avg_, median_ and p90_ of counts, and _day_1, _day_7, _day_30 behind them; no followers.`,
        examples: [['views', 'engagement_rate']],
      }),
    date_range: range.default(['30d']).meta({
      description: `Nd (the last N complete days), ${namedRanges.join(', ')}, or [from, to].`,
      examples: [['30d']],
    }),
    of: z.enum(subjects).default('gains').meta({
      description: 'gains: gained inside the range. posts: of posts published in it, by their counts now.',
    }),
    dimensions: z
      .array(name)
      .max(queryBounds.dimensions)
      .default([])
      .meta({
        description:
          'creator, account, post, platform, category, follower_tier, media_type, hashtag, mention, weekday, hour, duration, post_age, metadata:KEY, time:day|week|month|quarter.',
        examples: [['account']],
      }),
    filters: z
      .array(filter)
      .max(queryBounds.filters)
      .default([])
      .meta({
        description:
          '["is"|"is_not"|"contains"|"matches_word", dimension or caption, [values]], [">="|"<=", metric, number], ["and"|"or", [filters]], ["not", filter].',
        examples: [[['is', 'platform', ['tiktok']]]],
      }),
    compare: range
      .optional()
      .meta({ description: `${comparedRanges.join(', ')}, or [from, to].`, examples: [['previous_period']] }),
    order_by: z
      .array(z.array(name).min(1).max(2))
      .max(3)
      .optional()
      .meta({
        description: '[[metric or dimension, "desc"|"asc"]]; with compare also "METRIC:change".',
        examples: [[['views', 'desc']]],
      }),
    limit: z.int().min(1).max(queryBounds.rows).default(20).meta({ description: 'Rows.' }),
    cursor: z.string().min(1).max(8_192).optional().meta({ description: 'meta.next_cursor of the answer before.' }),
    time_zone: timeZone.optional().meta({
      description: "IANA name, for publishing times of posts; default: the organization's.",
      examples: ['Europe/Berlin'],
    }),
    include: z
      .array(z.enum(['total', 'rest', 'ids']))
      .max(3)
      .default(['total', 'rest'])
      .meta({ description: 'ids: of creators and accounts, beside their names.' }),
  })
  .meta({
    examples: [
      {
        metrics: ['views', 'engagement_rate'],
        date_range: ['30d'],
        dimensions: ['creator'],
        filters: [['is', 'platform', ['tiktok']]],
        compare: ['previous_period'],
        order_by: [['views', 'desc']],
      },
    ],
  });

export type QueryRequest = z.output<typeof queryRequest>;
