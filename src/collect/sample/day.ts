/** Days are counted from 1970-01-01 in UTC: number 0. */
export const dayMs = 86_400_000;

export function dayNumber(instant: number): number {
  return Math.floor(instant / dayMs);
}

/** `YYYY-MM-DD` of a day's number. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The last millisecond of a day. */
export function endOfDay(day: number): number {
  return (day + 1) * dayMs - 1;
}

/** Monday = 0 … Sunday = 6. */
export function weekday(day: number): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}
