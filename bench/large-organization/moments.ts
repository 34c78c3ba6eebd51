const dayMs = 86_400_000;

/** The days of the history: day 0 is the first, the last is yesterday (UTC). */
export interface Calendar {
  /** `YYYY-MM-DD` of each. */
  readonly days: readonly string[];
  /** The first moment of a day, ms. */
  startOf(day: number): number;
}

export function calendarOf(now: number, count: number): Calendar {
  const first = (Math.floor(now / dayMs) - count) * dayMs;
  const startOf = (day: number) => first + day * dayMs;
  return { days: Array.from({ length: count }, (_, day) => iso(startOf(day)).slice(0, 10)), startOf };
}

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
