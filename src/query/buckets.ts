import { sql } from 'kysely';
import type { Bucket } from '../contract/query/dimensions.ts';
import { literal, type Sql } from './words-of-databases.ts';

/** The place of the bucket that a number falls into; null for null. */
export function bucketOf(value: Sql, buckets: readonly Bucket[]): Sql {
  const cases = buckets.flatMap((_, index) => {
    const next = buckets[index + 1];
    return next === undefined ? [] : [sql`when ${value} < ${literal(next.from)} then ${literal(index)}`];
  });
  return sql`case when ${value} is null then null ${sql.join(cases, sql` `)} else ${literal(buckets.length - 1)} end`;
}
