import { describe, expect, it } from 'vitest';
import { resolveCompared, resolveRange } from '../../src/services/query-metrics/ranges.ts';
import { dayIn, offsetsOf } from '../../src/services/query-metrics/time-zone.ts';
import { clock } from './attributes.ts';

describe('a range', () => {
  it.each([
    ['30d', '2026-07-15', '2026-06-15', '2026-07-14', '2026-05-16', '2026-06-14'],
    ['month', '2026-07-15', '2026-07-01', '2026-07-15', '2026-06-01', '2026-06-15'],
    ['month', '2026-03-31', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['month', '2026-03-30', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['last_month', '2026-03-31', '2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31'],
    ['quarter', '2026-05-20', '2026-04-01', '2026-05-20', '2026-01-01', '2026-02-19'],
    ['last_quarter', '2026-10-01', '2026-07-01', '2026-09-30', '2026-04-01', '2026-06-30'],
    ['last_quarter', '2026-01-01', '2025-10-01', '2025-12-31', '2025-07-01', '2025-09-30'],
    ['year', '2026-02-10', '2026-01-01', '2026-02-10', '2025-01-01', '2025-02-10'],
  ])('%s on %s', (range, today, start, end, before, until) => {
    const days = resolveRange([range], today);
    expect(days).toEqual({ start, end });
    expect(resolveCompared(['previous_period'], [range], days, today)).toEqual({ start: before, end: until });
  });

  it('of a year before has the same days, and the last of February', () => {
    const days = { start: '2024-02-01', end: '2024-02-29' };
    expect(resolveCompared(['previous_year'], ['2024-02-01', '2024-02-29'], days, '2026-01-01')).toEqual({
      start: '2023-02-01',
      end: '2023-02-28',
    });
  });
});

const dayMs = 86_400_000;

describe.each([
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Tehran',
  'UTC',
])('the clocks of %s', (zone) => {
  it('show at each hour of three years what its offsets say', () => {
    const from = Date.UTC(2023, 0, 1);
    const until = from + 3 * 366 * dayMs;
    const offsets = offsetsOf(zone, from, until);
    for (let at = from; at < until; at += 3_600_000 / 2) {
      const minutes = offsets.findLast(({ from }) => from <= at / 60_000)?.minutes ?? 0;
      const local = new Date(at + minutes * 60_000).toISOString();
      const shown = clock(zone, at);
      if (local.slice(0, 10) !== shown.day || Number(local.slice(11, 13)) !== shown.hour) {
        expect([at, local]).toEqual([at, `${shown.day} ${shown.hour}`]);
      }
    }
    expect(dayIn(zone, until)).toBe(clock(zone, until).day);
  }, 60_000);
});
