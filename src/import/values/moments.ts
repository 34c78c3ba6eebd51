import { calendarDay } from './days.ts';
import { type NamedDay, namedDay } from './month-names.ts';

/** Which part of `03/04/2026` is the month. */
export type DateOrder = 'mdy' | 'dmy';

/** A time as a cell writes it, before anything is decided about it. */
export type Moment =
  | { readonly kind: 'instant'; readonly at: number }
  /** A clock's time somewhere, as if it were UTC. */
  | { readonly kind: 'local'; readonly at: number; readonly day: string }
  | { readonly kind: 'day'; readonly day: string }
  /** `03/04/2026`: two readings of the day, with a time of day in ms or null. */
  | { readonly kind: 'slashed'; readonly mdy: string | null; readonly dmy: string | null; readonly time: number | null }
  /** A day and month by name. */
  | { readonly kind: 'named'; readonly named: NamedDay };

const iso =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;
const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*(am|pm)?)?$/i;

/** Times that were read last: exports repeat them row by row. */
const lately = new Map<string, Moment | null>();
const mostLately = 2_000;

/** Reads a time; null for what is none. */
export function readMoment(text: string): Moment | null {
  const known = lately.get(text);
  if (known !== undefined) return known;
  const read = readAnew(text);
  if (lately.size >= mostLately) lately.clear();
  lately.set(text, read);
  return read;
}

function readAnew(text: string): Moment | null {
  if (text === '' || text.length > 48) return null;
  if (/^\d+$/.test(text)) return ofDigits(text);
  const isoParts = iso.exec(text);
  if (isoParts !== null) return ofIso(isoParts);
  const slashedParts = slashed.exec(text);
  if (slashedParts !== null) return ofSlashed(slashedParts);
  const named = namedDay(text);
  return named === null ? null : { kind: 'named', named };
}

/** Unix seconds, milliseconds or microseconds by their digits, or `20210123`. */
function ofDigits(text: string): Moment | null {
  const value = Number(text);
  if (text.length === 10) return { kind: 'instant', at: value * 1_000 };
  if (text.length === 13) return { kind: 'instant', at: value };
  if (text.length === 16) return { kind: 'instant', at: Math.floor(value / 1_000) };
  if (text.length !== 8) return null;
  const day = calendarDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
  return day === null ? null : { kind: 'day', day };
}

function ofIso([, year, month, date, hour, minute, second, , zone]: readonly (string | undefined)[]): Moment | null {
  const day = calendarDay(Number(year), Number(month), Number(date));
  if (day === null) return null;
  if (hour === undefined) return { kind: 'day', day };
  const time = timeOf(Number(hour), Number(minute), Number(second ?? 0));
  if (time === null) return null;
  const at = Date.parse(day) + time;
  return zone === undefined ? { kind: 'local', at, day } : { kind: 'instant', at: at - offsetOf(zone) };
}

function offsetOf(zone: string): number {
  const found = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === '-' ? -1 : 1) * minutes * 60_000;
}

function timeOf(hour: number, minute: number, second: number): number | null {
  return hour > 24 || minute > 59 || second > 60 ? null : ((hour * 60 + minute) * 60 + second) * 1_000;
}

function ofSlashed([, a, b, year, hour, minute, second, half]: readonly (string | undefined)[]): Moment | null {
  const mdy = calendarDay(Number(year), Number(a), Number(b));
  const dmy = calendarDay(Number(year), Number(b), Number(a));
  if (mdy === null && dmy === null) return null;
  if (hour === undefined) return { kind: 'slashed', mdy, dmy, time: null };
  const noon = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const time = timeOf(noon, Number(minute), Number(second ?? 0));
  return time === null ? null : { kind: 'slashed', mdy, dmy, time };
}
