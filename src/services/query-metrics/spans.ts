import { aboutOf, type Dimension } from '../../contract/query/dimensions.ts';
import type { Subject } from '../../contract/query/metrics.ts';
import type { Offset, Span } from '../../query/plan.ts';
import { addDays, dayOf, eachDay } from '../calendar.ts';
import type { Days } from './ranges.ts';
import { offsetsOf } from './time-zone.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** After every account that was ever seen. */
const never = Date.UTC(9999, 11, 31) / minuteMs;

/** A range with what is counted at its end. A range that ends yesterday or today goes on to this moment, as the overview's does. */
export function spanOf(of: Subject, days: Days, now: number): Span {
  const isOpen = days.end >= addDays(dayOf(now), -1);
  const over = Math.floor((Date.parse(days.end) + dayMs) / minuteMs);
  const minute = Math.floor(now / minuteMs);
  return {
    ...days,
    asOf: of === 'posts' ? minute : Math.min(minute, over),
    accountsUntil: isOpen ? never : over,
  };
}

/** The offsets of a zone over some ranges, and two days around them. */
export function offsetsOver(zone: string, ranges: readonly Days[]): readonly Offset[] {
  const starts = ranges.map(({ start }) => Date.parse(start));
  const ends = ranges.map(({ end }) => Date.parse(end));
  return offsetsOf(zone, Math.min(...starts) - 2 * dayMs, Math.max(...ends) + 3 * dayMs);
}

/** Every time of a range, where rows are by time. */
export function timesOf(dimensions: readonly Dimension[], { start, end }: Days): readonly string[] {
  const time = dimensions.find((dimension) => aboutOf(dimension) === 'time');
  return time === undefined ? [] : [...new Set(eachDay(start, end).map((day) => timeOf(time, day)))];
}

function timeOf({ kind }: Dimension, day: string): string {
  switch (kind) {
    case 'time:week':
      return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
    case 'time:month':
      return day.slice(0, 7);
    case 'time:quarter':
      return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    default:
      return day;
  }
}
