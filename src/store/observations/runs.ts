import { type Levels, metrics, type Steps } from './metrics.ts';

/** What one source said of a post at one instant. */
export interface Sighting {
  /** ms since the epoch. */
  readonly at: number;
  /** Where it comes from (see `origins`). */
  readonly origin: number;
  readonly levels: Levels;
  readonly steps: Steps;
}

/** Sightings of one origin that said the same, at each of its looks from `at` to `until`. */
export interface Run extends Sighting {
  readonly until: number;
}

/** The instants at which each origin looked at the account, ascending. */
export type Looks = ReadonlyMap<number, readonly number[]>;

/** Every sighting that runs stand for. */
export function sightingsOf(runs: readonly Run[], looks: Looks): Sighting[] {
  return runs.flatMap((run) => {
    if (run.until === run.at) return [sightingAt(run, run.at)];
    const seen = (looks.get(run.origin) ?? []).filter((at) => at > run.at && at < run.until);
    return [run.at, ...seen, run.until].map((at) => sightingAt(run, at));
  });
}

function sightingAt({ origin, levels, steps }: Run, at: number): Sighting {
  return { at, origin, levels, steps };
}

/**
 * The runs of a post: the same for the same sightings, whatever the order in which they came. A run ends where its origin
 * says something else, looked without seeing the post, or another origin saw it in between; what several origins say of one
 * instant stands alone, so that each can be held against the others.
 */
export function runsOf(sightings: readonly Sighting[], looks: Looks): Run[] {
  const runs: Run[] = [];
  let last: { run: Run; index: number } | undefined;
  const sorted = once(sightings);
  for (const [place, sighting] of sorted.entries()) {
    if (sorted[place - 1]?.at === sighting.at || sorted[place + 1]?.at === sighting.at) {
      last = undefined;
      runs.push({ ...sighting, until: sighting.at });
      continue;
    }
    const instants = looks.get(sighting.origin) ?? [];
    const index = position(instants, sighting.at);
    if (
      last !== undefined &&
      last.run.origin === sighting.origin &&
      index === last.index + 1 &&
      same(last.run, sighting)
    ) {
      last = { run: { ...last.run, until: sighting.at }, index };
      runs[runs.length - 1] = last.run;
      continue;
    }
    last = { run: { ...sighting, until: sighting.at }, index };
    runs.push(last.run);
  }
  return runs;
}

/** Sightings in order, one an instant and origin: of two the exact, then the higher level of each metric. */
function once(sightings: readonly Sighting[]): Sighting[] {
  const sorted = [...sightings].sort((a, b) => a.at - b.at || a.origin - b.origin);
  const kept: Sighting[] = [];
  for (const sighting of sorted) {
    const before = kept.at(-1);
    if (before !== undefined && before.at === sighting.at && before.origin === sighting.origin) {
      kept[kept.length - 1] = both(before, sighting);
    } else {
      kept.push(sighting);
    }
  }
  return kept;
}

/** What two sightings of one origin at one instant tell together. */
export function both(a: Sighting, b: Sighting): Sighting {
  const levels: Partial<Record<keyof Levels, number | null>> = {};
  const steps: Partial<Record<keyof Levels, number>> = {};
  for (const metric of metrics) {
    const from = prefers(b, a, metric) ? b : a;
    levels[metric] = from.levels[metric];
    const step = from.steps[metric];
    if (step !== undefined) steps[metric] = step;
  }
  return { ...a, levels: { ...a.levels, ...levels }, steps };
}

/** Whether `a` tells more of a metric than `b` of the same instant and rank: known, then exact, then higher, then less rounded. */
export function prefers(a: Sighting, b: Sighting, metric: keyof Levels): boolean {
  const [one, other] = [a.levels[metric], b.levels[metric]];
  if (one === null || other === null) return other === null && one !== null;
  const [step, otherStep] = [a.steps[metric] ?? 0, b.steps[metric] ?? 0];
  if ((step === 0) !== (otherStep === 0)) return step === 0;
  return one === other ? step < otherStep : one > other;
}

export function same(a: Pick<Sighting, 'levels' | 'steps'>, b: Pick<Sighting, 'levels' | 'steps'>): boolean {
  return metrics.every((metric) => a.levels[metric] === b.levels[metric] && a.steps[metric] === b.steps[metric]);
}

/** Where an instant stands in ascending ones; it is one of them. */
function position(instants: readonly number[], at: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
