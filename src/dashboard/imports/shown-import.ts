import type { Progress } from '../../import/import-context.ts';
import { fieldNameOf } from '../../import/run/open-questions.ts';
import type { FileOutcome } from '../../import/run/take-file.ts';
import type { FileReport, ShownTable } from '../../import/stage/report.ts';
import type { ImportRow } from '../../store/schema.ts';
import type { RouteReply } from '../server/handlers.ts';

type Outcome = Extract<RouteReply<'preview_import'>, { status: 200 }>['body']['data'][number];
type Shown = Extract<RouteReply<'list_imports'>, { status: 200 }>['body']['data'][number];

/** What came of a file, as the page is told. */
export function shownOutcome(outcome: FileOutcome): Outcome {
  return {
    type: 'import_outcome',
    name: outcome.name,
    kind: outcome.kind,
    tables: outcome.tables.map(shownTable),
    questions:
      outcome.kind === 'asks'
        ? outcome.questions.map(({ flag, sentence }) => ({ field: fieldNameOf(flag), sentence }))
        : [],
    reason: 'reason' in outcome ? outcome.reason : null,
    import_id: 'importId' in outcome ? outcome.importId : null,
    totals: 'totals' in outcome ? shownTotals(outcome.totals) : null,
    preview: outcome.kind === 'previewed' ? shownPreview(outcome) : null,
  };
}

function shownTable({ notTaken, timeZone, taken, words, ...rest }: ShownTable): Outcome['tables'][number] {
  return { ...rest, words: [...words], taken: [...taken], not_taken: [...notTaken], time_zone: timeZone };
}

function shownTotals(totals: FileReport['totals']): Outcome['totals'] {
  const { rows, bad, unknown, posts, profiles, days, names, sums, first, last } = totals;
  const instants = { first: iso(first), last: iso(last) };
  return { rows, rejected: bad, unknown, posts, profiles, days, names, sums: { ...sums }, ...instants };
}

function shownPreview({ preview }: Extract<FileOutcome, { kind: 'previewed' }>): Outcome['preview'] {
  return {
    accounts: preview.accounts.all,
    new_accounts: preview.accounts.isNew,
    posts: preview.posts.all,
    new_posts: preview.posts.isNew,
    overlaps: [...preview.overlaps],
    samples: preview.samples.map((row) => JSON.stringify(row).slice(0, 500)),
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** An import, as the list shows it. */
export function shownImport(row: ImportRow, told: (Progress & { readonly secondsLeft: number | null }) | null): Shown {
  const report: Partial<FileReport> = JSON.parse(row.report);
  return {
    type: 'import',
    id: row.id,
    name: row.name,
    state: row.state,
    reason: row.reason,
    recognised: [...new Set((report.tables ?? []).map(({ recognised }) => recognised))].join(', '),
    rows: row.rows_read,
    rejected: row.rows_bad,
    created_at: row.created_at,
    created_by: row.created_by,
    ended_at: row.ended_at,
    taken_back_at: row.taken_back_at,
    progress: progressOf(row, told),
  };
}

function progressOf(
  { state, applied, observations }: ImportRow,
  told: (Progress & { readonly secondsLeft: number | null }) | null,
): Shown['progress'] {
  if (state !== 'applying' && state !== 'withdrawing' && state !== 'staging') return null;
  const share = state === 'applying' && observations > 0 ? applied / observations : 0;
  return { share: Math.min(1, share), seconds_left: told?.secondsLeft ?? null };
}
