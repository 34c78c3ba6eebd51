import type { GainColumns, Platform } from '../schema.ts';
import { type Counts, gainColumns } from './counts.ts';
import { countOf, levelsOf } from './metrics.ts';
import type { Run } from './runs.ts';

const dayMs = 86_400_000;

/** A post of which only its counts and the gains of days are kept. */
export interface KeptDays {
  readonly platform: Platform;
  readonly counts: Counts;
  /** ms since the epoch. */
  readonly madeAt: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Ascending. */
  readonly days: readonly GainColumns[];
}

/**
 * What must have been seen of a post, from its counts of now backwards: a level at the end of each day that has gains and
 * one before the first. Days in which nothing changed leave no trace there.
 */
export function runsBefore(origin: number, { platform, counts, madeAt, firstSeen, lastSeen, days }: KeptDays): Run[] {
  const runs: Run[] = [];
  let left = { ...counts };
  const put = (at: number, until: number) =>
    runs.unshift({ at, until, origin, levels: levelsOf(platform, left), steps: {} });
  let next = Number.POSITIVE_INFINITY;
  for (const day of days.toReversed()) {
    // A day that gained something was seen, whatever else is said.
    const until = Math.max(lastSeen, Date.parse(day.day));
    const at = Math.min(Date.parse(day.day) + dayMs - 1, until);
    put(at, next === Number.POSITIVE_INFINITY ? until : at);
    left = less(left, day);
    next = at;
  }
  const beganAtZero = days.length > 0 && Object.values(left).every((count) => (count ?? 0) === 0);
  const at = Math.min(beganAtZero ? madeAt : firstSeen, next - 1);
  put(at, days.length === 0 ? Math.max(at, lastSeen) : at);
  return runs;
}

function less(counts: Counts, day: GainColumns): Counts {
  const left = { ...counts };
  for (const metric of gainColumns) {
    const column = countOf[metric];
    if (column !== 'saved_count') left[column] -= day[metric];
    else if (left.saved_count !== null) left.saved_count -= day.saves;
  }
  return left;
}
