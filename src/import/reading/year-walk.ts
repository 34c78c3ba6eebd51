import { calendarDay } from '../values/days.ts';
import type { NamedDay } from '../values/month-names.ts';

/** How rows without years get them. */
export type YearRule =
  /** From the year of the first row on; a day that goes back is in the next year. */
  | { readonly kind: 'forward'; readonly firstYear: number }
  /** The same with the newest row first. */
  | { readonly kind: 'backward'; readonly firstYear: number }
  /** In no order: each is the newest such day that is not after another. */
  | { readonly kind: 'newest' };

interface Walk {
  first: number;
  last: number;
  rows: number;
  forward: number;
  backward: number;
  /** Steps to the very next day, and to the one before. */
  next: number;
  previous: number;
  /** Where 29 February stood: years gone by until then, counted forward and backward. */
  leaps: { forward: number; backward: number }[];
}

const leapDay = 229;

/** Month names in the order of their rows, by each language in which all of them are months. */
export class YearWalk {
  private walks: Map<string, Walk> | null = null;

  add({ day, months }: NamedDay): void {
    const before = this.walks;
    this.walks = new Map();
    for (const [language, month] of months) {
      const walk = before === null ? begun(month * 100 + day) : before.get(language);
      if (walk === undefined) continue;
      if (before !== null) step(walk, month * 100 + day);
      if (month * 100 + day === leapDay && walk.leaps.length < 20) {
        walk.leaps.push({ forward: walk.forward, backward: walk.backward });
      }
      this.walks.set(language, walk);
    }
  }

  /** The languages that are left; none where the names are of several. */
  languages(): string[] {
    return [...(this.walks?.keys() ?? [])];
  }

  /** How years are given, with the last one at the newest such day not after `notAfter`; null where languages disagree. */
  rule(notAfter: string): YearRule | null {
    const walks = [...(this.walks?.values() ?? [])];
    const rules = walks.map((walk) => JSON.stringify(ruleOf(walk, notAfter)));
    const [walk] = walks;
    return walk === undefined || new Set(rules).size > 1 ? null : ruleOf(walk, notAfter);
  }
}

function begun(at: number): Walk {
  return { first: at, last: at, rows: 1, forward: 0, backward: 0, next: 0, previous: 0, leaps: [] };
}

function step(walk: Walk, at: number): void {
  if (at < walk.last) walk.forward += 1;
  if (at > walk.last) walk.backward += 1;
  if (isNextDay(walk.last, at)) walk.next += 1;
  if (isNextDay(at, walk.last)) walk.previous += 1;
  walk.last = at;
  walk.rows += 1;
}

/** Whether a day of a year is followed by another, in some year. */
function isNextDay(day: number, other: number): boolean {
  if (other === day + 1) return true;
  const month = Math.floor(day / 100);
  return day % 100 >= 28 && other === (month % 12) * 100 + 101;
}

/** Nobody has had an account for longer. */
const mostYears = 15;

/** Newest rows first: where days go down one by one, or would take more years than there were. */
function isBackward({ next, previous, forward, backward }: Walk): boolean {
  return previous > next || (previous === next && forward > mostYears && backward * 2 < forward);
}

function ruleOf(walk: Walk, notAfter: string): YearRule {
  const turns = Math.min(walk.forward, walk.backward);
  if (turns > 1 + walk.rows / 50) return { kind: 'newest' };
  if (!isBackward(walk)) {
    const last = newestYear(walk.last, notAfter, (year) =>
      walk.leaps.every(({ forward }) => isLeap(year - walk.forward + forward)),
    );
    return { kind: 'forward', firstYear: last - walk.forward };
  }
  const firstYear = newestYear(walk.first, notAfter, (year) =>
    walk.leaps.every(({ backward }) => isLeap(year - backward)),
  );
  return { kind: 'backward', firstYear };
}

/** The newest year in which a day of a year is not after another day. */
export function newestYear(
  monthAndDay: number,
  notAfter: string,
  isRight: (year: number) => boolean = () => true,
): number {
  const newest = Number(notAfter.slice(0, 4));
  for (let year = newest; year > newest - 9; year -= 1) {
    const day = calendarDay(year, Math.floor(monthAndDay / 100), monthAndDay % 100);
    if (day !== null && day <= notAfter && isRight(year)) return year;
  }
  return newest;
}

function isLeap(year: number): boolean {
  return calendarDay(year, 2, 29) !== null;
}
