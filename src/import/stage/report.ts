import type { TableReport } from '../reading/plan.ts';
import type { Totals } from '../reading/tally.ts';

/** What a file was recognised as, in a form that is kept and shown. */
export interface FileReport {
  readonly tables: readonly ShownTable[];
  readonly totals: Totals;
}

export interface ShownTable {
  readonly title: string;
  readonly recognised: string;
  readonly rows: number;
  readonly outcome: 'planned' | 'asks' | 'refused' | 'nothing';
  /** Why it is refused or not stored; what it asks; what is to be known of it. */
  readonly words: readonly string[];
  readonly taken: readonly { readonly column: string; readonly field: string }[];
  readonly notTaken: readonly { readonly column: string; readonly reason: string }[];
  /** `levels` or `gains`, where its numbers are of days. */
  readonly values: string | null;
  readonly timeZone: string | null;
}

const mostColumns = 100;

export function reportOf(tables: readonly TableReport[], totals: Totals): FileReport {
  return { tables: tables.map(shownTable), totals };
}

export function shownTable({ title, source, rows, columns, decision }: TableReport): ShownTable {
  const plan = decision.kind === 'planned' ? decision.plan : null;
  const zones = new Set([...(plan?.times.values() ?? [])].map(({ zone }) => zone));
  return {
    title: title.slice(0, 200),
    recognised: source.label,
    rows,
    outcome: decision.kind,
    words: wordsOf(decision),
    taken: columns
      .flatMap(({ name, field }) => (field === null ? [] : [{ column: name.slice(0, 100), field }]))
      .slice(0, mostColumns),
    notTaken: columns
      .flatMap(({ name, reason }) => (reason === null ? [] : [{ column: name.slice(0, 100), reason }]))
      .slice(0, mostColumns),
    values: plan === null || plan.values.size === 0 ? null : [...new Set(plan.values.values())].join(' and '),
    timeZone: zones.size === 0 ? null : [...zones].join(', '),
  };
}

function wordsOf(decision: TableReport['decision']): readonly string[] {
  switch (decision.kind) {
    case 'planned':
      return decision.remarks;
    case 'asks':
      return [...decision.questions.map(({ sentence }) => sentence), ...decision.remarks];
    case 'refused':
    case 'nothing':
      return [decision.reason];
  }
}
