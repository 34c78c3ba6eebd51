/** Days are counted from 1970-01-01 in UTC: number 0. */
export const dayMs = 86_400_000;

export function dayNumber(instant: number): number {
  return Math.floor(instant / dayMs);
}

const texts = new Map<number, string>();

/** `YYYY-MM-DD` of a day's number. Remembered: a seeded history asks a hundred thousand times for a hundred days. */
export function dayText(day: number): string {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * dayMs).toISOString().slice(0, 10);
  texts.set(day, text);
  return text;
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
