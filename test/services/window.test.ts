import { describe, expect, it } from 'vitest';
import { resolveWindow, type WindowRequest, windowMeta } from '../../src/services/window.ts';

const noon = Date.parse('2026-03-16T12:00:00Z');
const at = (request: WindowRequest, now = noon) => resolveWindow(request, now, '30d');

describe('a window', () => {
  it('is refused with the name of the field', () => {
    const field = (request: WindowRequest) => {
      try {
        return at(request).days;
      } catch (error) {
        return error instanceof Error && 'errors' in error ? error.errors : error;
      }
    };
    const of = (name: string) => [expect.objectContaining({ field: name })];
    const [start_date, end_date] = ['2026-03-01', '2026-03-10'];
    expect(field({ start_date })).toEqual(of('end_date'));
    expect(field({ end_date })).toEqual(of('start_date'));
    expect(field({ period: 'custom' })).toEqual([...of('start_date'), ...of('end_date')]);
    expect(field({ period: 'custom', end_date })).toEqual(of('start_date'));
    expect(field({ start_date: end_date, end_date: start_date })).toEqual(of('start_date'));
    expect(field({ start_date, end_date: '2026-03-17' })).toEqual(of('end_date'));
    expect(field({ start_date: '2025-03-15', end_date: '2026-03-16' })).toEqual(of('start_date'));
    expect(field({ start_date: '2025-03-16', end_date: '2026-03-16' })).toBe(366);
  });

  it('of N days ends yesterday, behind it the N days before', () => {
    expect(at({ period: '7d' })).toEqual({
      period: '7d',
      start: '2026-03-09',
      end: '2026-03-15',
      days: 7,
      previous: { start: '2026-03-02', end: '2026-03-08' },
      ignored: [],
    });
    expect(windowMeta(at({}))).toEqual({ period: '30d', start_date: '2026-02-14', end_date: '2026-03-15', days: 30 });
    expect(at({ period: '90d' }).previous).toEqual({ start: '2025-09-17', end: '2025-12-15' });
  });

  it('of a fixed period ignores dates beside it, and says which', () => {
    const [start_date, end_date] = ['2026-01-01', '2026-03-10'];
    for (const period of ['7d', '90d'] as const) {
      const { ignored: none, ...window } = at({ period });
      expect(none).toEqual([]);
      expect(at({ period, end_date })).toEqual({ ...window, ignored: ['end_date'] });
      expect(at({ period, start_date, end_date })).toEqual({ ...window, ignored: ['start_date', 'end_date'] });
      expect(windowMeta(at({ period, start_date }))).toMatchObject({ period, ignored: ['start_date'] });
      expect(windowMeta(at({ period }))).not.toHaveProperty('ignored');
    }
  });

  it('of both dates is custom, said or not, and may end today', () => {
    const dates = { start_date: '2026-03-16', end_date: '2026-03-16' };
    const today = {
      period: 'custom',
      start: '2026-03-16',
      end: '2026-03-16',
      days: 1,
      previous: { start: '2026-03-15', end: '2026-03-15' },
      ignored: [],
    };
    expect(at(dates)).toEqual(today);
    expect(at({ period: 'custom', ...dates })).toEqual(today);
  });

  it('moves on with the first moment of a UTC day', () => {
    const midnight = Date.parse('2026-03-16T00:00:00Z');
    expect(at({ period: '7d' }, midnight - 1).end).toBe('2026-03-14');
    expect(at({ period: '7d' }, midnight).end).toBe('2026-03-15');
    expect(at({ start_date: '2026-03-15', end_date: '2026-03-15' }, midnight - 1).days).toBe(1);
    expect(() => at({ start_date: '2026-03-15', end_date: '2026-03-16' }, midnight - 1)).toThrow(/future/);
    expect(at({ start_date: '2026-03-15', end_date: '2026-03-16' }, midnight).days).toBe(2);
  });

  it('counts the leap day where there is one', () => {
    const march = (year: number) => at({ period: '7d' }, Date.parse(`${year}-03-03T00:00:00Z`));
    expect([march(2028).start, march(2028).end]).toEqual(['2028-02-25', '2028-03-02']);
    expect([march(2026).start, march(2026).end]).toEqual(['2026-02-24', '2026-03-02']);
    const leapDay = Date.parse('2028-02-29T23:59:59.999Z');
    expect(at({ start_date: '2027-03-01', end_date: '2028-02-29' }, leapDay).days).toBe(366);
    expect(() => at({ start_date: '2027-02-28', end_date: '2028-02-29' }, leapDay)).toThrow(/366/);
  });
});
