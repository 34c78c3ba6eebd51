import { columnNames } from '../column-names.ts';
import type { AgeColumns } from '../schema.ts';
import { type Circumstances, standingsOf } from './gains.ts';
import { type Metric, metrics } from './metrics.ts';
import type { Looks, Run, Sighting } from './runs.ts';

/** The end of which days of a post's life. */
export const ages = [1, 7, 30] as const;

const dayMs = 86_400_000;

export const unknownAtAge: AgeColumns = {
  views_day_1: null,
  views_day_7: null,
  views_day_30: null,
  plays_day_1: null,
  plays_day_7: null,
  plays_day_30: null,
  likes_day_1: null,
  likes_day_7: null,
  likes_day_30: null,
  comments_day_1: null,
  comments_day_7: null,
  comments_day_30: null,
  shares_day_1: null,
  shares_day_7: null,
  shares_day_30: null,
  saves_day_1: null,
  saves_day_7: null,
  saves_day_30: null,
};

export const ageColumns = columnNames<AgeColumns>(unknownAtAge);

/** What changes in the levels at age of a post: all of them made anew, or some that a later sighting tells. */
export type AgeChange =
  | { readonly kind: 'whole'; readonly levels: AgeColumns }
  | { readonly kind: 'told'; readonly levels: Partial<AgeColumns> };

/**
 * Where a post stood at the end of day 1, 7 and 30 of its life, which are so many times 24 hours after it was made. Of each
 * metric that is its level as of the sighting nearest to that instant, of two equally near ones the earlier; unknown where
 * none told it within 24 hours.
 */
export function levelsAtAge(
  runs: readonly Run[],
  world: Circumstances & { readonly looks: Looks },
  madeAt: number,
): AgeColumns {
  const levels = { ...unknownAtAge };
  for (const metric of metrics) {
    const nearest = ages.map(() => ({ far: dayMs, at: Number.POSITIVE_INFINITY }));
    for (const { told, base } of standingsOf(runs, metric, world)) {
      ages.forEach((age, index) => {
        const end = madeAt + age * dayMs;
        const at = nearestIn(told, end, world.looks);
        const far = Math.abs(at - end);
        const best = nearest[index];
        if (best === undefined || far > best.far || (far === best.far && at > best.at)) return;
        nearest[index] = { far, at };
        levels[`${metric}_day_${age}`] = base.level;
      });
    }
  }
  return levels;
}

/** The instant nearest to another one at which a run was seen; of two the earlier. */
function nearestIn({ at, until, origin }: Pick<Run, 'at' | 'until' | 'origin'>, end: number, looks: Looks): number {
  if (end <= at) return at;
  if (end >= until) return until;
  let nearest = end - at <= until - end ? at : until;
  for (const look of looks.get(origin) ?? []) {
    const less = Math.abs(look - end) - Math.abs(nearest - end);
    if (look > at && look < until && (less < 0 || (less === 0 && look < nearest))) nearest = look;
  }
  return nearest;
}

/** The same for a sighting after all others, from the last run before it alone: it may be nearer than all before. */
export function agesTold(run: Run, { at, levels }: Sighting, madeAt: number): Partial<AgeColumns> {
  const told: Partial<AgeColumns> = {};
  for (const age of ages) {
    const end = madeAt + age * dayMs;
    if (Math.abs(at - end) > dayMs) continue;
    for (const metric of metrics) {
      if (levels[metric] !== null && isNearer(run, metric, { at, end })) told[`${metric}_day_${age}`] = levels[metric];
    }
  }
  return told;
}

function isNearer(run: Run, metric: Metric, { at, end }: { at: number; end: number }): boolean {
  return run.levels[metric] === null || at <= end || (run.until < end && at - end < end - run.until);
}
