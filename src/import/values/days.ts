export const dayMs = 86_400_000;

/** No post or profile of either platform is older. */
export const oldest = Date.UTC(2010, 0, 1);

/** `YYYY-MM-DD` of an instant, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A day by its numbers; null for one that no calendar has. */
export function calendarDay(year: number, month: number, day: number): string | null {
  const at = Date.UTC(year, month - 1, day);
  const date = new Date(at);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCFullYear() !== year) return null;
  return date.toISOString().slice(0, 10);
}
