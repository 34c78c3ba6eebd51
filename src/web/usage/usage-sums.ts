import type { UsageRow } from '../api/resources.ts';

export type UsageTotals = Pick<UsageRow, 'calls' | 'errors' | 'rate_limited'>;

export interface UsageSum {
  name: string;
  totals: UsageTotals;
}

export function totalsOf(rows: readonly UsageRow[]): UsageTotals {
  return rows.reduce(
    (sum, { calls, errors, rate_limited }) => ({
      calls: sum.calls + calls,
      errors: sum.errors + errors,
      rate_limited: sum.rate_limited + rate_limited,
    }),
    { calls: 0, errors: 0, rate_limited: 0 },
  );
}

/** Sums of all rows that share a name, the busiest first. */
export function sumBy(rows: readonly UsageRow[], nameOf: (row: UsageRow) => string): readonly UsageSum[] {
  return [...Map.groupBy(rows, nameOf)]
    .map(([name, members]) => ({ name, totals: totalsOf(members) }))
    .sort((a, b) => b.totals.calls - a.totals.calls || a.name.localeCompare(b.name));
}

/** Every day from one to the other, both included: days without calls are no rows, but are on the chart. */
export function daysBetween(start: string, end: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(start); at <= Date.parse(end); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

export function keyName({ key_id, key_name }: UsageRow): string {
  return key_name ?? `deleted key ${key_id.slice(0, 8)}`;
}

/** A tool, or the operation behind a REST call. */
export function toolName({ door, operation }: UsageRow): string {
  return `${operation} (${door === 'mcp' ? 'MCP' : 'REST'})`;
}
