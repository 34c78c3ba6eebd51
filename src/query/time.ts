import { sql } from 'kysely';
import type { Dimension } from '../contract/query/dimensions.ts';
import type { Offset } from './plan.ts';
import { literal, type Speech, type Sql } from './words-of-databases.ts';

export const minutesOfDay = 1_440;

/** How far clocks were from UTC at a minute of UTC. A database knows no zones, so each piece is a case. */
function offsetAt(minute: Sql, offsets: readonly Offset[]): Sql {
  const cases = offsets.flatMap(({ minutes }, index) => {
    const next = offsets[index + 1];
    return next === undefined ? [] : [sql`when ${minute} < ${literal(next.from)} then ${literal(minutes)}`];
  });
  const last = literal(offsets.at(-1)?.minutes ?? 0);
  return cases.length === 0 ? last : sql`case ${sql.join(cases, sql` `)} else ${last} end`;
}

/** The minute on the clocks of the zone, as minutes since the epoch. */
export function onClocks(minute: Sql, offsets: readonly Offset[]): Sql {
  return sql`(${minute} + ${offsetAt(minute, offsets)})`;
}

/** Weeks that are added before dividing, so that days before the epoch do not round the other way. */
const weeksBefore = 1_000_000;

/** Whole days since the epoch of a minute on clocks. */
export function dayNumber(clock: Sql): Sql {
  return sql`((${clock} + ${literal(weeksBefore * 7 * minutesOfDay)}) / ${literal(minutesOfDay)} - ${literal(weeksBefore * 7)})`;
}

/** 0 = Monday; the epoch was a Thursday. */
export function weekdayOf(clock: Sql): Sql {
  return sql`((${dayNumber(clock)} + ${literal(weeksBefore * 7 + 3)}) % 7)`;
}

export function hourOf(clock: Sql): Sql {
  return sql`(((${clock} + ${literal(weeksBefore * 7 * minutesOfDay)}) % ${literal(minutesOfDay)}) / 60)`;
}

/** What stands for a day of text in a row of time; quarters as `2026-Q3`. */
export function timeOf(kind: Dimension['kind'], day: Sql, speech: Speech): Sql {
  switch (kind) {
    case 'time:day':
      return speech.ordered(day);
    case 'time:week':
      return speech.ordered(speech.mondayOf(day));
    case 'time:month':
      return speech.ordered(sql`substr(${day}, 1, 7)`);
    case 'time:quarter':
      return speech.ordered(sql`substr(${day}, 1, 5) || 'Q' || ((cast(substr(${day}, 6, 2) as integer) + 2) / 3)`);
    default:
      throw new Error(`${kind} is not about time`);
  }
}
