import { dayMs, dayNumber, weekday } from './day.ts';
import { uniform } from './random.ts';

/** How much of a week's attention falls before each weekday: people watch more at the weekend. Sums to 7. */
const attention = [0.84, 0.84, 0.9, 0.94, 1.02, 1.22, 1.24] as const;
const before = attention.map((_, day) => attention.slice(0, day).reduce((sum, share) => sum + share, 0));

/** Good and bad days of an audience. Below half of the least attention, so that the clock never runs backwards. */
const jitter = 0.1;

/**
 * The clock of an audience in days: it runs faster at weekends and on an account's good days, and always forward,
 * so whatever grows with it has a weekly rhythm and never shrinks.
 */
export function pace(audience: number, instant: number): number {
  const day = dayNumber(instant);
  const start = startOf(audience, day);
  return start + (startOf(audience, day + 1) - start) * (instant / dayMs - day);
}

function startOf(audience: number, day: number): number {
  const weekBegins = day - weekday(day);
  return weekBegins + (before[weekday(day)] ?? 0) + (uniform(audience, day) - 0.5) * 2 * jitter;
}
