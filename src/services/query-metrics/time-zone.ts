import type { Offset } from '../../query/plan.ts';

const minuteMs = 60_000;
/** No zone has changed its clocks twice within so long. */
const stepMs = 3 * 86_400_000;

/** The day on the clocks of a zone, of a moment in milliseconds. */
export function dayIn(zone: string, at: number): string {
  return new Date(at + offsetAt(clockOf(zone), at) * minuteMs).toISOString().slice(0, 10);
}

/**
 * How far a zone's clocks are from UTC from one moment to another, piece by piece: a change of clocks begins another. The
 * first piece stands for all before.
 * @param from ms since the epoch
 */
export function offsetsOf(zone: string, from: number, until: number): readonly Offset[] {
  const clock = clockOf(zone);
  const offsets: Offset[] = [{ from: Math.floor(from / minuteMs), minutes: offsetAt(clock, from) }];
  for (let at = from; at < until; at += stepMs) {
    const next = Math.min(at + stepMs, until);
    const minutes = offsetAt(clock, next);
    if (minutes !== offsets.at(-1)?.minutes) offsets.push({ from: changeBetween(clock, at, next), minutes });
  }
  return offsets;
}

/** The first minute of another offset, between two moments of which the later one has it. */
function changeBetween(clock: Intl.DateTimeFormat, before: number, after: number): number {
  const wanted = offsetAt(clock, after);
  let low = Math.floor(before / minuteMs);
  let high = Math.ceil(after / minuteMs);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(clock, middle * minuteMs) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** Whole minutes: zones had seconds only before 1972. */
function offsetAt(clock: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.floor((shown - Math.floor(at / 1000) * 1000) / minuteMs);
}

function clockOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
