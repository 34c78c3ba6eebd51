/** UTC days as `YYYY-MM-DD`, which sort as they follow each other. */

const dayMs = 86_400_000;

/** The UTC day of a moment in milliseconds. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The day `count` days later, or earlier when negative. */
export function addDays(day: string, count: number): string {
  return dayOf(Date.parse(day) + count * dayMs);
}

/** How many days from the first to the last, both counted. */
export function daysFromTo(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1;
}

/** Every day from the first to the last, both included. */
export function eachDay(first: string, last: string): readonly string[] {
  return Array.from({ length: daysFromTo(first, last) }, (_, index) => addDays(first, index));
}

/** The first instant of a day, as instants are stored. */
export function startOf(day: string): string {
  return `${day}T00:00:00.000Z`;
}

/** First and last day of the UTC month of a moment in milliseconds. */
export function monthOf(at: number): { first: string; last: string } {
  const date = new Date(at);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return { first: dayOf(first), last: dayOf(next - dayMs) };
}
