import type { Metric } from '../../contract/query/metrics.ts';
import { measureName } from '../../query/atoms.ts';
import type { Period } from '../../query/facts.ts';
import { daysIn, knownName, rankedName, sumColumn } from '../../query/metric-values.ts';
import type { Plan } from '../../query/plan.ts';
import { engagementRate, twoDecimals } from '../metrics.ts';

/** Numbers of a row of the statement, by their names; null where there is no such sum. */
export type Numbers = ReadonlyMap<string, number | null>;

/** A metric of a row, of its total or of the rest, made of its sums: the one place where rates and averages are made. */
export function metricOf(plan: Plan, metric: Metric, period: Period, numbers: Numbers): number | null {
  const sum = (name: string) => numbers.get(sumColumn(period, name)) ?? null;
  switch (metric.kind) {
    case 'sum':
      return sumOf(plan, metric, sum);
    case 'avg': {
      const name = measureName(metric);
      return ratio(sum(name), sum(knownName(name)));
    }
    case 'median':
    case 'p90':
      return sum(rankedName(metric.kind, measureName(metric)));
    case 'engagement_rate': {
      const at = (count: 'views' | 'engagement') => sum(measureName({ count, age: metric.age }));
      return engagementRate(at('engagement') ?? 0, at('views') ?? 0);
    }
    case 'followers':
      return (sum('level_known') ?? 0) > 0 ? sum('level') : null;
    case 'posts_per_week':
      return twoDecimals((7 * (sum('posts') ?? 0)) / daysIn(plan, period));
    case 'posts':
    case 'accounts':
    case 'followers_gained':
      return sum(metric.kind);
  }
}

function sumOf(plan: Plan, metric: Extract<Metric, { kind: 'sum' }>, sum: (name: string) => number | null) {
  const name = measureName(metric);
  if (plan.of === 'posts') return sum(knownName(name)) === 0 && sum('posts') !== 0 ? null : sum(name);
  if (metric.count === 'saves' && sum('savers') === 0) return null;
  return sum(name);
}

function ratio(sum: number | null, count: number | null): number | null {
  return sum === null || count === null || count === 0 ? null : twoDecimals(sum / count);
}
