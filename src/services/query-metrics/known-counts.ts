import type { Metric } from '../../contract/query/metrics.ts';
import { measureName } from '../../query/atoms.ts';
import { knownName, sumColumn } from '../../query/metric-values.ts';
import type { Plan } from '../../query/plan.ts';
import type { Numbers } from './shown-metrics.ts';

/** Of how many posts each count is known, where that is not all: the others are in no sum, average or rank of it. */
export function knownCounts(
  { of }: Plan,
  metrics: readonly Metric[],
  totals: Numbers,
): { known?: Record<string, number> } {
  if (of === 'gains') return {};
  const posts = totals.get(sumColumn(0, 'posts')) ?? 0;
  const known = metrics.flatMap((metric): [string, number][] => {
    if (!('age' in metric)) return [];
    const count = metric.kind === 'engagement_rate' ? 'engagement' : metric.count;
    const among = totals.get(sumColumn(0, knownName(measureName({ count, age: metric.age })))) ?? 0;
    return among === posts ? [] : [[metric.name, among]];
  });
  return known.length === 0 ? {} : { known: Object.fromEntries(known) };
}
