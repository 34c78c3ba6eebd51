export const dayMs = 86_400_000;

/** No post or profile of either platform is older. */
export const oldest = Date.UTC(2010, 0, 1);

/** `YYYY-MM-DD` of an instant, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day by its numbers; null for one that no calendar has. */
export function calendarDay(year: number, month: number, day: number): string | null {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const most = month === 2 && !isLeap ? 28 : (monthDays[month - 1] ?? 0);
  if (!(day >= 1 && day <= most && year >= 1_000 && year <= 9_999)) return null;
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}
