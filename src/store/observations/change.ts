import { type AgeChange, agesTold, levelsAtAge } from './at-age.ts';
import { type Gains, gainColumns, noGains } from './counts.ts';
import { type Circumstances, derive, isNewSince } from './gains.ts';
import { type Levels, type Metric, metrics } from './metrics.ts';
import { type Looks, type Run, runsOf, type Sighting, same, sightingsOf } from './runs.ts';

/** What new sightings, or fewer, make of a post. */
export interface Change {
  readonly before: readonly Run[];
  readonly after: readonly Run[];
  /** What is added to the gains of each day, less what no longer holds. */
  readonly gains: ReadonlyMap<string, Gains>;
  readonly levels: Levels;
  /** The metrics whose first level was counted from 0, as bits in the order of `metrics`. */
  readonly fromZero: number;
  readonly ages: AgeChange;
}

/** The world around a post before or after a change. */
export interface World extends Circumstances {
  readonly looks: Looks;
}

/** A post whose runs are all known, with the sightings that come or with those of an origin gone. */
export function changeOf(
  before: readonly Run[],
  { add, without }: { add: readonly Sighting[]; without: number | null },
  worlds: { before: World; after: World; madeAt: number },
): Change {
  const kept = before.filter(({ origin }) => origin !== without);
  const sightings = [...sightingsOf(kept, worlds.before.looks), ...add];
  const after = runsOf(sightings, worlds.after.looks);
  const was = derive(before, worlds.before);
  const is = derive(after, worlds.after);
  const ages = levelsAtAge(after, worlds.after, worlds.madeAt);
  const { levels, fromZero } = is;
  return { before, after, gains: less(is.days, was.days), levels, fromZero, ages: { kind: 'whole', levels: ages } };
}

/** What is known of a post that was seen last by one origin alone. */
export interface Tail {
  readonly run: Run;
  /** The last known level of each metric. */
  readonly levels: Levels;
  readonly fromZero: number;
}

/** The same as `changeOf` where a sighting comes after all others: without reading the past. */
export function nextOf(
  { run, levels, fromZero }: Tail,
  sighting: Sighting,
  { lastLook, lastListing, madeAt }: { lastLook: number | null; lastListing: number | null; madeAt: number },
): Change {
  const isStillSo = run.origin === sighting.origin && run.until === lastLook && same(run, sighting);
  const next = { ...sighting, until: sighting.at };
  const after = isStillSo ? [{ ...run, until: sighting.at }] : [run, next];
  const gained = noGains();
  const now: { [Each in Metric]: number | null } = { ...levels };
  const isNew = isNewSince(lastListing ?? undefined, madeAt);
  let zeros = fromZero;
  metrics.forEach((metric, bit) => {
    const level = sighting.levels[metric];
    if (level === null) return;
    const base = levels[metric];
    if (base === null && isNew) zeros |= 1 << bit;
    gained[metric] = level - (base ?? (isNew ? 0 : level));
    now[metric] = level;
  });
  const day = new Date(sighting.at).toISOString().slice(0, 10);
  const gains = new Map(gainColumns.some((column) => gained[column] !== 0) ? [[day, gained]] : []);
  const ages = { kind: 'told', levels: agesTold(run, sighting, madeAt) } as const;
  return { before: [run], after, gains, levels: now, fromZero: zeros, ages };
}

function less(is: ReadonlyMap<string, Gains>, was: ReadonlyMap<string, Gains>): Map<string, Gains> {
  const differences = new Map<string, Gains>();
  for (const day of new Set([...is.keys(), ...was.keys()])) {
    const difference = noGains();
    for (const column of gainColumns) difference[column] = (is.get(day)?.[column] ?? 0) - (was.get(day)?.[column] ?? 0);
    if (gainColumns.some((column) => difference[column] !== 0)) differences.set(day, difference);
  }
  return differences;
}
