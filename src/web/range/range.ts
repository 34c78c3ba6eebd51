import { useSearchParams } from 'wouter';

/** A window of days as the v2 operations take it (contract §2, Windows). */
export type Range = { period: '7d' | '30d' | '90d' } | { period: 'custom'; start_date: string; end_date: string };

export type Period = Range['period'];

const shorthand = ['7d', '30d', '90d'] as const;

/** The range in the address, so that a link shows what its sender saw. */
export function useRange(preset: '7d' | '30d' = '30d'): [Range, (range: Range) => void] {
  const [search, setSearch] = useSearchParams();
  const set = (range: Range) =>
    setSearch(
      (present) => {
        const next = new URLSearchParams(present);
        for (const name of ['period', 'start_date', 'end_date']) next.delete(name);
        for (const [name, value] of Object.entries(range)) next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [rangeOf(search) ?? { period: preset }, set];
}

function rangeOf(search: URLSearchParams): Range | null {
  const [period, start_date, end_date] = ['period', 'start_date', 'end_date'].map((name) => search.get(name));
  if (period === 'custom' && start_date && end_date) return { period, start_date, end_date };
  const short = shorthand.find((candidate) => candidate === period);
  return short === undefined ? null : { period: short };
}

/** The first and last day of a range in UTC: `Nd` ends yesterday. */
export function daysOf(range: Range, now: number): { start: string; end: string } {
  if (range.period === 'custom') return { start: range.start_date, end: range.end_date };
  return { start: dayBefore(now, Number.parseInt(range.period, 10)), end: dayBefore(now, 1) };
}

/** The UTC day that many days ago, `YYYY-MM-DD`. */
export function dayBefore(now: number, days: number): string {
  return new Date(now - days * 86_400_000).toISOString().slice(0, 10);
}
