import type { FollowerColumns } from '../schema.ts';

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
  let base: { level: number; step: number } | null = null;
  for (const { at, level, step } of told(sightings)) {
    const day = new Date(at).toISOString().slice(0, 10);
    const steps = days.get(day) ?? { followers_first: 0, follower_accounts: 0, followers_gained: 0 };
    if (base === null) {
      days.set(day, { ...steps, followers_first: level, follower_accounts: 1 });
      base = { level, step };
      continue;
    }
    const gained = level - base.level;
    const rounding = Math.max(step, base.step);
    if (Math.abs(gained) > rounding || rounding === 0) {
      days.set(day, { ...steps, followers_gained: steps.followers_gained + gained });
      base = { level, step };
    } else if (step === 0) {
      days.set(day, { ...steps, followers_first: steps.followers_first + gained });
      base = { level, step };
    }
  }
  return days;
}

/** The known levels, one an instant: exact before rounded, then the more believed, then the higher. */
function* told(sightings: readonly FollowerSighting[]): Generator<{ at: number; level: number; step: number }> {
  const sorted = sightings
    .flatMap(({ followers, ...rest }) => (followers === null ? [] : [{ ...rest, level: followers }]))
    .sort((a, b) => a.at - b.at || Number(a.step > 0) - Number(b.step > 0) || b.rank - a.rank || b.level - a.level);
  let last: number | undefined;
  for (const sighting of sorted) {
    if (sighting.at !== last) yield sighting;
    last = sighting.at;
  }
}
