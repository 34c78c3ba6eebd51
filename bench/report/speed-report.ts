import type { ContestantName } from '../compare/rounds.ts';
import type { Summary } from './summary.ts';
import { shown, table } from './table.ts';

const others: readonly Exclude<ContestantName, 'ours' | 'bare'>[] = ['sdk v2', 'sdk v1', 'fastmcp'];

/** What each contestant did, and how ours compares. */
export function speedReport(summaries: readonly Summary[]): string {
  return `${ratioTable(summaries)}\n\n${figureTable(summaries)}`;
}

function ratioTable(summaries: readonly Summary[]): string {
  const heads = ['Ours to …', 'bare', 'by CPU', 'floor', 'aim', ...others.map((name) => `${name} ×`), 'goal ×', ''];
  const rows = summaries.map(({ scenario, goal, ratios, baseline }) => [
    baseline === 'same SQL' ? `${scenario} (bare: same SQL)` : scenario,
    shown(ratios.bare?.requests),
    shown(ratios.bare?.cpu),
    shown(goal.floor),
    shown(goal.aim),
    ...others.map((name) => shown(ratios[name]?.requests)),
    shown(goal.timesSdk),
    missed({ goal, ratios }).join(', ') || 'met',
  ]);
  return table(heads, rows);
}

/** Which goals a row misses, by requests a second. */
export function missed({ goal, ratios }: Pick<Summary, 'goal' | 'ratios'>): string[] {
  const ofBare = ratios.bare?.requests ?? 0;
  const ofSdk = ratios['sdk v2']?.requests;
  return [
    ...(ofBare < goal.floor ? ['below floor'] : []),
    ...(goal.timesSdk !== undefined && ofSdk !== undefined && ofSdk < goal.timesSdk ? ['below SDK goal'] : []),
  ];
}

function figureTable(summaries: readonly Summary[]): string {
  const heads = ['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs', 'core busy'];
  const rows = summaries.flatMap(({ scenario, figures }) =>
    Object.entries(figures).map(([name, facts]) => [
      `${scenario}: ${name}`,
      shown(facts.requestsPerSecond),
      shown(facts.p50),
      shown(facts.p99),
      shown(facts.cpuPerRequest),
      shown(facts.serverBusy),
    ]),
  );
  return table(heads, rows);
}
