import type { Gains } from './counts.ts';
import { type Levels, type Metric, metrics, unknownLevels } from './metrics.ts';
import { prefers, type Run } from './runs.ts';

/** How late a platform may list a post that is new: one made up to so long before the listing before still counts from 0. */
const listedLateMs = 48 * 3_600_000;

export interface Circumstances {
  /** Whether the post had 0 of a metric before its first level, of the given instant. */
  beganAtZero(at: number, metric: Metric): boolean;
  /** How much an origin is believed at one instant: the larger the more. */
  rank(origin: number): number;
}

/** A post made since the listing before, or not long before that, began at 0 (see `listedLateMs`). */
export function isNewSince(listing: number | undefined, madeAt: number): boolean {
  return listing !== undefined && madeAt >= listing - listedLateMs;
}

/** What follows from the runs of a post: what each UTC day added, and where it stands. */
export interface Derived {
  /** By day (`YYYY-MM-DD`); days that added nothing are left out. */
  readonly days: ReadonlyMap<string, Gains>;
  readonly levels: Levels;
  /** The metrics whose first level was counted from 0, as bits in the order of `metrics`. */
  readonly fromZero: number;
}

/** A level with its rounding step; 0 where it is exact. */
export interface Base {
  readonly level: number;
  readonly step: number;
}

/**
 * The gains of a post. A day's gain is its last level less the last one before; the first level of a metric is where it
 * begins, unless the post was made since the listing before (see `listedLateMs`): then it began at 0. Rounded levels gain
 * nothing within their step.
 * @param runs ascending
 */
export function derive(runs: readonly Run[], circumstances: Circumstances): Derived {
  const days = new Map<string, Gains>();
  const levels = { ...unknownLevels };
  let fromZero = 0;
  metrics.forEach((metric, bit) => {
    for (const { told, gained, base, beganAtZero } of standingsOf(runs, metric, circumstances)) {
      if (beganAtZero) fromZero |= 1 << bit;
      add(days, told.at, metric, gained);
      levels[metric] = base.level;
    }
  });
  return { days, levels, fromZero };
}

/** Where a post stands in a metric after a run has told it. */
export interface Standing extends Step {
  readonly told: Told;
  readonly beganAtZero: boolean;
}

/** Where a post stood in a metric, run by run of those that told it. */
export function* standingsOf(runs: readonly Run[], metric: Metric, circumstances: Circumstances): Generator<Standing> {
  let base: Base | null = null;
  let beganAtZero = false;
  for (const told of toldOf(runs, metric, circumstances)) {
    if (base === null) beganAtZero = circumstances.beganAtZero(told.at, metric);
    const step: Step = nextStep(base ?? (beganAtZero ? { level: 0, step: 0 } : told), told);
    base = step.base;
    yield { told, ...step, beganAtZero };
  }
}

interface Step {
  readonly gained: number;
  readonly base: Base;
}

/**
 * What goes from one level to the next. Within the larger rounding step there is no telling: nothing is gained, and the
 * earlier level stays where later ones begin, unless the later one is exact.
 */
export function nextStep(base: Base, { level, step }: Base): Step {
  const gained = level - base.level;
  const rounding = Math.max(step, base.step);
  if (rounding > 0 && Math.abs(gained) <= rounding) return { gained: 0, base: step === 0 ? { level, step } : base };
  return { gained, base: { level, step } };
}

interface Told extends Base, Pick<Run, 'at' | 'until' | 'origin'> {}

/** The known levels of a metric, one an instant: exact before rounded, then the more believed origin, then the higher. */
function* toldOf(runs: readonly Run[], metric: Metric, { rank }: Circumstances): Generator<Told> {
  let best: Run | undefined;
  for (const run of runs) {
    if (run.levels[metric] === null) continue;
    if (best !== undefined && best.at !== run.at) yield* toldBy(best, metric);
    if (best === undefined || best.at !== run.at || wins(run, best, metric, rank)) best = run;
  }
  if (best !== undefined) yield* toldBy(best, metric);
}

function* toldBy(run: Run, metric: Metric): Generator<Told> {
  const level = run.levels[metric];
  if (level !== null) {
    const { at, until, origin } = run;
    yield { at, until, origin, level, step: run.steps[metric] ?? 0 };
  }
}

function wins(run: Run, best: Run, metric: Metric, rank: Circumstances['rank']): boolean {
  const isExact = run.steps[metric] === undefined;
  if (isExact !== (best.steps[metric] === undefined)) return isExact;
  const more = rank(run.origin) - rank(best.origin);
  return more === 0 ? prefers(run, best, metric) : more > 0;
}

function add(days: Map<string, Gains>, at: number, metric: Metric, gained: number): void {
  if (gained === 0) return;
  const day = new Date(at).toISOString().slice(0, 10);
  const sum = days.get(day) ?? { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0 };
  sum[metric] += gained;
  if (metrics.every((each) => sum[each] === 0)) days.delete(day);
  else days.set(day, sum);
}
