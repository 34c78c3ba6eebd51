import { type FieldError, invalid } from '../contract/problem.ts';
import { addDays, dayOf, daysFromTo } from './calendar.ts';

export type FixedPeriod = '7d' | '30d' | '90d';

/** What a request says of its window: nothing, a period, or dates. */
export interface WindowRequest {
  readonly period?: FixedPeriod | 'custom' | undefined;
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
}

/** Days from `start` to `end`, both included, and as many days right before them. */
export interface Window {
  readonly period: FixedPeriod | 'custom';
  readonly start: string;
  readonly end: string;
  readonly days: number;
  readonly previous: { readonly start: string; readonly end: string };
  /** Dates that came with a fixed period, as the samples of v2 send them: the period counts. */
  readonly ignored: readonly ('start_date' | 'end_date')[];
}

const lengthOf: Readonly<Record<FixedPeriod, number>> = { '7d': 7, '30d': 30, '90d': 90 };
const longestCustom = 366;

/**
 * The window that a request means (contract §2, Windows): `Nd` = the last N complete UTC days, ending yesterday; both
 * dates = custom, which may end today. Dates beside a fixed period are ignored, and said.
 * @throws Problem VALIDATION_ERROR naming the field
 */
export function resolveWindow(request: WindowRequest, now: number, fallback: FixedPeriod): Window {
  const { period, start_date: start, end_date: end } = request;
  if (period === 'custom' || (period === undefined && (start !== undefined || end !== undefined))) {
    return customWindow(start, end, dayOf(now));
  }
  const fixed = period ?? fallback;
  const days = lengthOf[fixed];
  const yesterday = addDays(dayOf(now), -1);
  const ignored = (['start_date', 'end_date'] as const).filter((name) => request[name] !== undefined);
  return { ...windowOf(fixed, addDays(yesterday, 1 - days), yesterday), ignored };
}

/** The facts about a window that an answer's `meta` carries. */
export function windowMeta({ period, start, end, days, ignored }: Window) {
  const facts = { period, start_date: start, end_date: end, days };
  return ignored.length === 0 ? facts : { ...facts, ignored: [...ignored] };
}

function customWindow(start: string | undefined, end: string | undefined, today: string): Window {
  const missing: FieldError[] = [];
  if (start === undefined) missing.push({ field: 'start_date', message: 'is needed: a custom window has both dates' });
  if (end === undefined) missing.push({ field: 'end_date', message: 'is needed: a custom window has both dates' });
  const [first, ...rest] = missing;
  if (first !== undefined) throw invalid([first, ...rest]);
  return checked(start ?? '', end ?? '', today);
}

function checked(start: string, end: string, today: string): Window {
  if (end > today) throw invalid([{ field: 'end_date', message: `is in the future: today is ${today} (UTC)` }]);
  if (start > end) throw invalid([{ field: 'start_date', message: 'is after end_date' }]);
  const window = windowOf('custom', start, end);
  if (window.days > longestCustom) {
    throw invalid([
      { field: 'start_date', message: `makes ${window.days} days; at most ${longestCustom} are allowed` },
    ]);
  }
  return window;
}

function windowOf(period: Window['period'], start: string, end: string): Window {
  const days = daysFromTo(start, end);
  return { period, start, end, days, previous: { start: addDays(start, -days), end: addDays(start, -1) }, ignored: [] };
}
