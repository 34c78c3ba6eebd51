import type { FollowerColumns } from '../schema.ts';
import { type Gains, noGains } from './counts.ts';
import { type FollowerSighting, followerSteps } from './followers.ts';
import { followersBit, type Metric, metrics } from './metrics.ts';

/** What one origin reported of an account's UTC day: what each metric gained, null where it does not say. */
interface ReportedDay extends Readonly<Record<Metric, number | null>> {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly origin: number;
  /** The level at the end of the day. */
  readonly followers: number | null;
  /** Its rounding step; 0 where it is exact. */
  readonly followers_step: number;
  readonly followers_gained: number | null;
  /** Bits of the gains that are rounded, in the order of `metrics`, then that of followers. */
  readonly rounded: number;
}

/** How much origins are believed where they speak of one day. */
export interface Belief {
  rank(origin: number): number;
  compare(a: number, b: number): number;
}

/** The days of a metric on which posts alone count: after the first, up to the last. Null where they never do. */
type Owned = (metric: Metric) => { readonly after: string; readonly until: string } | null;

interface Listing {
  /** ms since the epoch. */
  readonly at: number;
  readonly listing: 0 | 1 | 2;
  /** Bits of the metrics that it told of any post. */
  readonly told: number;
}

/** From the day after the first listing that told a metric to the day of the last one, posts own it. */
function ownedByPosts(looks: readonly Listing[]): Owned {
  const spans = metrics.map((_, bit) => {
    const instants = looks.filter(({ listing, told }) => listing > 0 && (told & (1 << bit)) !== 0).map(({ at }) => at);
    if (instants.length === 0) return null;
    const [first, last] = instants.reduce(
      ([first, last], at) => [Math.min(first, at), Math.max(last, at)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return { after: dayOf(first), until: dayOf(last) };
  });
  return (metric) => spans[metrics.indexOf(metric)] ?? null;
}

/** What is known of an account beside its posts. */
export interface Beside {
  readonly listings: readonly Listing[];
  /** What looks said of followers. */
  readonly followers: readonly FollowerSighting[];
  readonly reported: readonly ReportedDay[];
}

/** What that makes of the account's days. */
export interface DaysBeside {
  readonly gains: ReadonlyMap<string, Gains>;
  readonly followers: ReadonlyMap<string, FollowerColumns>;
  /** By reported row, the bits of what of it counts, followers' after those of posts; rows without any are left out. */
  readonly counted: ReadonlyMap<ReportedDay, number>;
}

/**
 * What looks at a profile and reported days make of an account's days. Of one day and metric that is the exact before the
 * rounded, then the more believed origin, then the higher; and of posts' metrics only what posts do not own.
 */
export function daysBeside({ listings, followers, reported }: Beside, belief: Belief): DaysBeside {
  const counting = countingLevels(reported, followers, belief.rank);
  const sightings = [...counting.looks, ...reportedSightings(counting.rows, belief.rank)];
  const levels = levelDays(sightings);
  const owned = ownedByPosts(listings);
  const gains = new Map<string, Gains>();
  const gained = new Map<string, number>();
  const counted = new Map<ReportedDay, number>();
  const mark = (row: ReportedDay, bit: number) => counted.set(row, (counted.get(row) ?? 0) | bit);
  for (const row of counting.rows) mark(row, followersBit);
  for (const [day, told] of Map.groupBy(reported, (row) => row.day)) {
    metrics.forEach((metric, at) => {
      const best = bestOf(told, metric, 1 << at, belief);
      if (best === null || isWithin(owned(metric), day)) return;
      const sum = gains.get(day) ?? noGains();
      sum[metric] += best.told;
      gains.set(day, sum);
      mark(best.row, 1 << at);
    });
    const best = bestOf(told, 'followers_gained', followersBit, belief);
    if (best === null) continue;
    gained.set(day, best.told);
    if (levels === null || day <= levels.first || day > levels.last) mark(best.row, followersBit);
  }
  return { gains, followers: chainedFollowers(sightings, gained), counted };
}

function isWithin(span: ReturnType<Owned>, day: string): boolean {
  return span !== null && day > span.after && day <= span.until;
}

function bestOf(
  rows: readonly ReportedDay[],
  metric: Metric | 'followers_gained',
  bit: number,
  { rank, compare }: Belief,
): { readonly row: ReportedDay; readonly told: number } | null {
  const told = rows.flatMap((row) => {
    const value = row[metric];
    return value === null ? [] : [{ row, told: value, isRounded: (row.rounded & bit) !== 0 }];
  });
  told.sort(
    (a, b) =>
      Number(a.isRounded) - Number(b.isRounded) ||
      rank(b.row.origin) - rank(a.row.origin) ||
      b.told - a.told ||
      compare(b.row.origin, a.row.origin),
  );
  return told[0] ?? null;
}

/** Whether a level of followers is of a day as a whole: files tell those of days as of their last instant. */
export function isOfDay(at: number): boolean {
  return (at + 1) % dayMs === 0;
}

/** What is told of followers of whole days, but for days on which a look at the profile is believed more. */
function countingLevels(
  reported: readonly ReportedDay[],
  looks: readonly FollowerSighting[],
  rank: Belief['rank'],
): { readonly rows: ReportedDay[]; readonly looks: FollowerSighting[] } {
  const known = looks.filter(({ followers }) => followers !== null);
  const byDay = Map.groupBy(
    known.filter(({ at }) => !isOfDay(at)),
    ({ at }) => dayOf(at),
  );
  const counts = (day: string, one: Worth) => !byDay.get(day)?.some((look) => isBelievedMore(look, one));
  return {
    rows: reported.filter(
      ({ day, origin, followers, followers_step: step }) =>
        followers !== null && counts(day, { rank: rank(origin), step }),
    ),
    looks: known.filter((look) => !isOfDay(look.at) || counts(dayOf(look.at), look)),
  };
}

type Worth = Pick<FollowerSighting, 'rank' | 'step'>;

function isBelievedMore(one: Worth, other: Worth): boolean {
  return (one.step === 0) === (other.step === 0) ? one.rank > other.rank : one.step === 0;
}

/** Reported levels of followers, as seen at the end of their days. */
function reportedSightings(rows: readonly ReportedDay[], rank: Belief['rank']): FollowerSighting[] {
  return rows.map(({ day, origin, followers, followers_step }) => ({
    at: endOf(day),
    rank: rank(origin),
    followers,
    step: followers_step,
  }));
}

/** The first and the last day of which the level of followers is known. */
function levelDays(sightings: readonly FollowerSighting[]): { first: string; last: string } | null {
  const days = sightings.filter(({ followers }) => followers !== null).map(({ at }) => dayOf(at));
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

/**
 * Followers as steps of days. Levels win where there are any; what days are reported to have gained goes backwards from the
 * first level, whose own day it tells too, and forwards from the last.
 */
function chainedFollowers(
  sightings: readonly FollowerSighting[],
  gained: ReadonlyMap<string, number>,
): ReadonlyMap<string, FollowerColumns> {
  const days = followerSteps(sightings);
  const levels = levelDays(sightings);
  if (levels === null) {
    // Gains without any level: what they add to no level must not stand in the level of a sum over accounts.
    return new Map(
      [...gained].map(([day, gain]) => [day, { ...noFollowers, followers_first: -gain, followers_gained: gain }]),
    );
  }
  for (const [day, followers_gained] of gained) {
    if (day > levels.last) days.set(day, { ...noFollowers, followers_gained });
  }
  const earlier = [...gained.keys()].filter((day) => day <= levels.first).sort();
  const [earliest] = earlier;
  if (earliest === undefined) return days;
  const at = days.get(levels.first) ?? noFollowers;
  const begun = { ...at, followers_gained: gained.get(levels.first) ?? at.followers_gained };
  let level = at.followers_first + at.followers_gained - begun.followers_gained;
  days.set(levels.first, { ...noFollowers, followers_gained: begun.followers_gained });
  for (const day of earlier) {
    if (day === levels.first) continue;
    const followers_gained = gained.get(day) ?? 0;
    level -= followers_gained;
    days.set(day, { ...noFollowers, followers_gained });
  }
  const first = days.get(earliest) ?? noFollowers;
  days.set(earliest, { ...first, followers_first: level, follower_accounts: 1 });
  return days;
}

const noFollowers: FollowerColumns = { followers_first: 0, follower_accounts: 0, followers_gained: 0 };
const dayMs = 86_400_000;

function endOf(day: string): number {
  return Date.parse(day) + dayMs - 1;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
