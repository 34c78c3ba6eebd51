import { offsetAt } from '../../contract/clock.ts';

/** The instant of a local time, ms since the epoch; where a clock is set back the earlier of the two. */
export function instantOf(localMs: number, zone: string): number {
  if (zone === 'UTC') return localMs;
  const first = localMs - offsetAt(zone, localMs);
  return localMs - offsetAt(zone, first);
}
