import { offsetAt } from '../../contract/clock.ts';
import type { Offset } from '../../query/plan.ts';

const minuteMs = 60_000;
/** No zone has changed its clocks twice within so long. */
const stepMs = 3 * 86_400_000;

/** The day on the clocks of a zone, of a moment in milliseconds. */
export function dayIn(zone: string, at: number): string {
  return new Date(at + minutesAt(zone, at) * minuteMs).toISOString().slice(0, 10);
}

/**
 * How far a zone's clocks are from UTC from one moment to another, piece by piece: a change of clocks begins another. The
 * first piece stands for all before.
 * @param from ms since the epoch
 */
export function offsetsOf(zone: string, from: number, until: number): readonly Offset[] {
  const offsets: Offset[] = [{ from: Math.floor(from / minuteMs), minutes: minutesAt(zone, from) }];
  for (let at = from; at < until; at += stepMs) {
    const next = Math.min(at + stepMs, until);
    const minutes = minutesAt(zone, next);
    if (minutes !== offsets.at(-1)?.minutes) offsets.push({ from: changeBetween(zone, at, next), minutes });
  }
  return offsets;
}

/** The first minute of another offset, between two moments of which the later one has it. */
function changeBetween(zone: string, before: number, after: number): number {
  const wanted = minutesAt(zone, after);
  let low = Math.floor(before / minuteMs);
  let high = Math.ceil(after / minuteMs);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (minutesAt(zone, middle * minuteMs) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** Whole minutes: zones had seconds only before 1972. */
function minutesAt(zone: string, at: number): number {
  return Math.floor(offsetAt(zone, at) / minuteMs);
}
