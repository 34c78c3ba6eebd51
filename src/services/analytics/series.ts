import type { z } from 'zod';
import type { point } from '../../contract/resources/metrics.ts';
import { eachDay } from '../calendar.ts';
import { shownGains } from '../metrics.ts';
import type { DayRow, FollowerLevel } from './days.ts';

export type Point = z.output<typeof point>;

/**
 * A point for every day of a span, without gaps: a day without a row gained nothing. Followers carry the last known
 * value and are null before the first.
 * @param before followers before the first day
 */
export function series(
  span: { start: string; end: string },
  rows: readonly DayRow[],
  before: FollowerLevel,
  savesKnown: boolean,
): Point[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  let { known, level } = before;
  return eachDay(span.start, span.end).map((day) => {
    const row = byDay.get(day) ?? emptyDay(day);
    known += row.follower_accounts;
    level += row.followers_first + row.followers_gained;
    return { date: day, ...shownGains(row, savesKnown), follower_count: known > 0 ? level : null };
  });
}

function emptyDay(day: string): DayRow {
  return {
    day,
    views: 0,
    plays: 0,
    likes: 0,
    comments: 0,
    shares: 0,
    saves: 0,
    followers_first: 0,
    follower_accounts: 0,
    followers_gained: 0,
  };
}
