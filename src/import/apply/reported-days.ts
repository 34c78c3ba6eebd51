import type { ReportedDayObservation } from '../../store/ingest/reported-day.ts';
import { type Metric, metrics } from '../../store/observations/metrics.ts';
import type { StagedRow } from '../stage/staged.ts';

/** The level of each metric on the last day that told it, while days of an account are read in their order. */
export type LastLevels = Partial<Record<Metric, number>>;

/**
 * The days that rows report, in their order. A total of an account on each day is a gain for each but the first of them: the
 * days keep gains, and only followers as levels.
 */
export function reportedDaysOf(rows: readonly StagedRow[], last: LastLevels): ReportedDayObservation[] {
  return rows.flatMap(({ body }) => {
    if (body.kind !== 'day') return [];
    const { followers, ...gains } = body.reported.gains;
    const grown = { ...gains, ...grownSince(body.reported.levels, last) };
    if (Object.keys(grown).length === 0 && followers === undefined) return [];
    return [{ day: body.day, gains: grown, ...(followers !== undefined && { followers_gained: followers }) }];
  });
}

function grownSince(
  levels: Readonly<Partial<Record<Metric, number>>>,
  last: LastLevels,
): Partial<Record<Metric, number>> {
  const grown: Partial<Record<Metric, number>> = {};
  for (const metric of metrics) {
    const level = levels[metric];
    if (level === undefined) continue;
    const before = last[metric];
    if (before !== undefined) grown[metric] = level - before;
    last[metric] = level;
  }
  return grown;
}
