import { sql } from 'kysely';
import { type CountName, countNames, type Measure, type Metric } from '../contract/query/metrics.ts';
import { countOf } from '../store/observations/metrics.ts';
import { literal, type Sql } from './words-of-databases.ts';

/**
 * What a source tells of a row: numbers that are added up. `level` and `level_known` are followers and how many accounts
 * they are of; `savers` the accounts that have saves to know.
 */
export type AtomOfGains = CountName | 'followers_gained' | 'level' | 'level_known' | 'savers' | 'posts' | 'accounts';

/** The sums that metrics of gains are made of. */
export function atomsOfGains(metrics: readonly Metric[]): readonly AtomOfGains[] {
  return [...new Set(metrics.flatMap(gainsBehind))];
}

function gainsBehind(metric: Metric): readonly AtomOfGains[] {
  switch (metric.kind) {
    case 'sum':
      return metric.count === 'saves' ? ['saves', 'savers'] : [metric.count];
    case 'engagement_rate':
      return ['engagement', 'views'];
    case 'followers':
      return ['level', 'level_known'];
    case 'followers_gained':
    case 'accounts':
      return [metric.kind];
    case 'posts':
    case 'posts_per_week':
      return ['posts'];
    default:
      throw new Error(`${metric.name} is not of gains`);
  }
}

/** What is read of posts: some counts, the posts themselves and their accounts. */
export interface PostAtoms {
  readonly measures: readonly Measure[];
  /** Those of which a median or p90 is asked. */
  readonly ranked: readonly Measure[];
}

export function atomsOfPosts(metrics: readonly Metric[]): PostAtoms {
  const measures = new Map<string, Measure>();
  const ranked = new Map<string, Measure>();
  for (const metric of metrics) {
    for (const measure of measuresBehind(metric)) measures.set(measureName(measure), measure);
    if (metric.kind === 'median' || metric.kind === 'p90') ranked.set(measureName(metric), metric);
  }
  return { measures: [...measures.values()], ranked: [...ranked.values()] };
}

function measuresBehind(metric: Metric): readonly Measure[] {
  switch (metric.kind) {
    case 'sum':
    case 'avg':
    case 'median':
    case 'p90':
      return [{ count: metric.count, age: metric.age }];
    case 'engagement_rate':
      return [
        { count: 'engagement', age: metric.age },
        { count: 'views', age: metric.age },
      ];
    default:
      return [];
  }
}

/** The name of a measure in a statement. */
export function measureName({ count, age }: Measure): string {
  return age === null ? count : `${count}_day_${age}`;
}

const bits = new Map<CountName, number>(countNames.map((count, index) => [count, 1 << index]));

/** A count of a post, of `account_videos v`, or of `post_ages g` at an age; null where nobody told it. */
export function measured({ count, age }: Measure): Sql {
  if (count === 'engagement') {
    const parts = (['likes', 'comments', 'shares'] as const).map((part) => measured({ count: part, age }));
    const sum = sql.join(
      parts.map((part) => sql`coalesce(${part}, 0)`),
      sql` + `,
    );
    return sql`case when coalesce(${sql.join(parts)}) is null then null else ${sum} end`;
  }
  if (age !== null) return sql.ref(`g.${count}_day_${age}`);
  const isKnown = sql`v.unknown_metrics & ${literal(bits.get(count) ?? 0)} = 0`;
  return sql`case when ${isKnown} then ${sql.ref(`v.${countOf[count]}`)} end`;
}
