import type { FollowerColumns } from '../schema.ts';
import { type Base, nextStep } from './gains.ts';

/** What a look said of a profile's followers. */
export interface FollowerSighting {
  /** ms since the epoch. */
  readonly at: number;
  /** How much its origin is believed at one instant. */
  readonly rank: number;
  readonly followers: number | null;
  /** Its rounding step; 0 where it is exact. */
  readonly step: number;
}

/**
 * Followers as steps of days (see `FollowerColumns`), by the same rules as the gains of posts: the first level gains
 * nothing, rounded levels gain nothing within their step; an exact level that corrects a rounded one is no gain either.
 */
export function followerSteps(sightings: readonly FollowerSighting[]): Map<string, FollowerColumns> {
  const days = new Map<string, FollowerColumns>();
  let base: Base | null = null;
  for (const told of toldOf(sightings)) {
    const day = new Date(told.at).toISOString().slice(0, 10);
    const sum = days.get(day) ?? { followers_first: 0, follower_accounts: 0, followers_gained: 0 };
    if (base === null) {
      days.set(day, { ...sum, followers_first: told.level, follower_accounts: 1 });
      base = told;
      continue;
    }
    const step = nextStep(base, told);
    const corrected = step.base.level - base.level - step.gained;
    base = step.base;
    if (step.gained === 0 && corrected === 0) continue;
    const followers_gained = sum.followers_gained + step.gained;
    days.set(day, { ...sum, followers_first: sum.followers_first + corrected, followers_gained });
  }
  return days;
}

/** The known levels, one an instant: exact before rounded, then the more believed, then the higher, then the less rounded. */
function* toldOf(sightings: readonly FollowerSighting[]): Generator<Base & { at: number }> {
  const sorted = sightings
    .flatMap(({ followers, ...rest }) => (followers === null ? [] : [{ ...rest, level: followers }]))
    .sort(
      (a, b) =>
        a.at - b.at ||
        Number(a.step > 0) - Number(b.step > 0) ||
        b.rank - a.rank ||
        b.level - a.level ||
        a.step - b.step,
    );
  let last: number | undefined;
  for (const sighting of sorted) {
    if (sighting.at !== last) yield sighting;
    last = sighting.at;
  }
}
