import { sql } from 'kysely';
import type { Metric } from '../contract/query/metrics.ts';
import { measureName } from './atoms.ts';
import { joined } from './conditions.ts';
import type { Period } from './facts.ts';
import type { Plan, RowCondition } from './plan.ts';
import { literal, type Sql, speeches } from './words-of-databases.ts';

/*
 * Metrics of a row in SQL, for filters and orders alone. What is shown is made of the same sums by the services, with
 * the rounding that every answer has: here it is repeated, so that rows are chosen and sorted by what they show.
 */

/** The column of a sum of a row. */
export function sumColumn(period: Period, name: string): string {
  return `p${period}_${name}`;
}

/** The columns of what is known of a count: how many posts, their median and p90. */
export const knownName = (measure: string) => `${measure}_known`;
export const rankedName = (kind: 'median' | 'p90', measure: string) => `${measure}_${kind}`;

export function metricValue(plan: Plan, metric: Metric, period: Period): Sql {
  const column = (name: string) => sql.ref(`shown.${sumColumn(period, name)}`);
  const { double } = speeches[plan.dialect];
  switch (metric.kind) {
    case 'sum':
      return sumValue(plan, metric, column);
    case 'avg': {
      const name = measureName(metric);
      return rounded(sql`${double(column(name))} / nullif(${column(knownName(name))}, 0)`);
    }
    case 'median':
    case 'p90':
      return column(rankedName(metric.kind, measureName(metric)));
    case 'engagement_rate': {
      const [views, engagement] = (['views', 'engagement'] as const).map((count) =>
        column(measureName({ count, age: metric.age })),
      );
      return sql`case when ${views} > 0 then ${rounded(sql`${double(sql`100 * ${engagement}`)} / ${views}`)} else 0 end`;
    }
    case 'followers':
      return sql`case when ${column('level_known')} > 0 then ${column('level')} end`;
    case 'posts_per_week':
      return rounded(sql`${double(sql`7 * ${column('posts')}`)} / ${literal(daysIn(plan, period))}`);
    case 'posts':
    case 'accounts':
    case 'followers_gained':
      return column(metric.kind);
  }
}

function sumValue(plan: Plan, metric: Extract<Metric, { kind: 'sum' }>, column: (name: string) => Sql): Sql {
  const name = measureName(metric);
  if (plan.of === 'posts') {
    return sql`case when ${column(knownName(name))} = 0 and ${column('posts')} > 0 then null else ${column(name)} end`;
  }
  return metric.count === 'saves' ? sql`case when ${column('savers')} > 0 then ${column(name)} end` : column(name);
}

/** To two decimals, as `services/metrics.ts` rounds. */
function rounded(value: Sql): Sql {
  return sql`floor((${value}) * 100 + 0.5) / 100`;
}

export function daysIn({ current, previous }: Pick<Plan, 'current' | 'previous'>, period: Period): number {
  const { start, end } = period === 0 || previous === null ? current : previous;
  return (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;
}

/** The change from the range before in percent; null where there is none to tell. */
export function changeValue(plan: Plan, metric: Metric): Sql {
  const { noNumber, double } = speeches[plan.dialect];
  if (!plan.isComparable || plan.previous === null) return noNumber;
  const [now, before] = [metricValue(plan, metric, 0), metricValue(plan, metric, 1)];
  return rounded(sql`100 * ${double(sql`((${now}) - (${before}))`)} / nullif(abs(${before}), 0)`);
}

/** A condition on rows, true or false: a metric that is unknown meets none. */
export function rowCondition(plan: Plan, condition: RowCondition): Sql {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return joined(
        condition.kind,
        condition.of.map((each) => rowCondition(plan, each)),
      );
    case 'not':
      return sql`not ${rowCondition(plan, condition.of)}`;
    case 'metric': {
      const value = metricValue(plan, condition.metric, 0);
      return sql`coalesce((${value}) ${sql.raw(condition.operator)} ${literal(condition.value)}, false)`;
    }
  }
}
