import { z } from 'zod';
import { invalid, type Problem } from '../../contract/problem.ts';
import { queryBounds } from '../../contract/query/filters.ts';
import { comparedRanges, namedRanges, type QueryRequest } from '../../contract/query/request.ts';
import { addDays, daysFromTo, monthOf } from '../calendar.ts';

/** Days, both included. */
export interface Days {
  readonly start: string;
  readonly end: string;
}

type NamedRange = (typeof namedRanges)[number];

/** Months from one January on, and how many: what a calendar range lies in. */
interface Months {
  /** The first month's first day. */
  readonly first: string;
  readonly count: number;
}

/**
 * The days that a range means, seen from today: `Nd` = the last N complete days; a month, quarter or year that runs still
 * goes up to today. @throws Problem VALIDATION_ERROR
 */
export function resolveRange(range: QueryRequest['date_range'], today: string): Days {
  const [word = '', ...more] = range;
  if (more.length > 0) return givenDays('date_range', range, today);
  const days = /^([1-9]\d{0,3})d$/.exec(word)?.[1];
  if (days !== undefined) return lastDays(Number(days), today);
  if (!isNamed(word)) throw refused('date_range', `must be Nd (as 30d), ${namedRanges.join(', ')}, or [from, to]`);
  const months = monthsOf(word, today);
  const last = addDays(addMonths(months.first, months.count), -1);
  return { start: months.first, end: last < today ? last : today };
}

/** The days that a range is compared with. @throws Problem VALIDATION_ERROR */
export function resolveCompared(
  compare: NonNullable<QueryRequest['compare']>,
  range: QueryRequest['date_range'],
  days: Days,
  today: string,
): Days {
  const [word] = compare;
  if (compare.length > 1) return givenDays('compare', compare, today);
  if (word !== 'previous_period' && word !== 'previous_year') {
    throw refused('compare', `must be ${comparedRanges.join(' or ')}, or [from, to]`);
  }
  if (word === 'previous_year') return { start: yearBefore(days.start), end: yearBefore(days.end) };
  const length = daysFromTo(days.start, days.end);
  const [named = ''] = range;
  if (range.length > 1 || !isNamed(named)) {
    return { start: addDays(days.start, -length), end: addDays(days.start, -1) };
  }
  return calendarBefore(monthsOf(named, today), days, length);
}

/** Of the month, quarter or year before: all of it, or as many days as have run of this one. */
function calendarBefore({ first, count }: Months, { end }: Days, length: number): Days {
  const start = addMonths(first, -count);
  const last = addDays(first, -1);
  const isWhole = end === addDays(addMonths(first, count), -1);
  const same = addDays(start, length - 1);
  return { start, end: isWhole || same > last ? last : same };
}

function givenDays(field: 'date_range' | 'compare', [start = '', end = '']: readonly string[], today: string): Days {
  for (const day of [start, end]) {
    if (!isDay(day)) throw refused(field, `holds ${JSON.stringify(day)}, which is no day as 2026-07-31`);
  }
  if (start > end) throw refused(field, `begins after it ends: ${start} is after ${end}`);
  if (start < '1970-01-01') throw refused(field, 'begins before 1970');
  if (end > today) throw refused(field, `ends in the future: today is ${today}`);
  return bounded(field, { start, end });
}

function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success;
}

function lastDays(count: number, today: string): Days {
  return bounded('date_range', { start: addDays(today, -count), end: addDays(today, -1) });
}

function bounded(field: string, days: Days): Days {
  const length = daysFromTo(days.start, days.end);
  if (length <= queryBounds.days) return days;
  throw refused(field, `is ${length} days long; at most ${queryBounds.days} (five years) are allowed`);
}

function refused(field: string, message: string): Problem {
  return invalid([{ field, message }]);
}

function isNamed(range: string): range is NamedRange {
  return namedRanges.some((name) => name === range);
}

function monthsOf(range: NamedRange, today: string): Months {
  const month = monthOf(Date.parse(today)).first;
  const quarter = addMonths(month, -((Number(month.slice(5, 7)) - 1) % 3));
  switch (range) {
    case 'month':
      return { first: month, count: 1 };
    case 'last_month':
      return { first: addMonths(month, -1), count: 1 };
    case 'quarter':
      return { first: quarter, count: 3 };
    case 'last_quarter':
      return { first: addMonths(quarter, -3), count: 3 };
    case 'year':
      return { first: `${today.slice(0, 4)}-01-01`, count: 12 };
  }
}

/** The first day of the month so many months later. */
function addMonths(first: string, count: number): string {
  return new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + count, 1))
    .toISOString()
    .slice(0, 10);
}

/** The same day a year before; of February 29 the last of February. */
function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`;
}
