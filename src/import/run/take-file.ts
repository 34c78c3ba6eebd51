import { type ImportOf, ownImport } from '../../store/imports/import-rows.ts';
import type { ImportRow } from '../../store/schema.ts';
import { applyImport } from '../apply/apply-import.ts';
import type { SourceFile } from '../files/source-file.ts';
import type { ImportContext } from '../import-context.ts';
import type { Answers, Question } from '../reading/answers.ts';
import type { TableReport } from '../reading/plan.ts';
import { surveyFile } from '../reading/survey-file.ts';
import type { Totals } from '../reading/tally.ts';
import { Refusal } from '../refusal.ts';
import { type Preview, previewOf } from '../stage/preview.ts';
import { type ShownTable, shownTable } from '../stage/report.ts';
import { type Staged, stageFile } from '../stage/stage-file.ts';
import { discard } from './discard.ts';

/** What came of a file. */
export type FileOutcome = {
  readonly name: string;
  readonly tables: readonly ShownTable[];
} & (
  | { readonly kind: 'imported'; readonly importId: string; readonly totals: Totals; readonly refusedAccounts: number }
  | { readonly kind: 'previewed'; readonly totals: Totals; readonly preview: Preview }
  /** These bytes, with the same said about them, are in the store. */
  | { readonly kind: 'known'; readonly importId: string; readonly at: string }
  | { readonly kind: 'asks'; readonly questions: readonly Question[] }
  | { readonly kind: 'refused'; readonly reason: string; readonly importId: string | null }
  /** Another process is at it. */
  | { readonly kind: 'busy'; readonly importId: string }
  /** In order, and of a kind of which nothing is kept. */
  | { readonly kind: 'nothing'; readonly reason: string }
);

export interface FileToTake {
  readonly organizationId: string;
  readonly file: SourceFile;
  readonly answers: Answers;
  readonly by: string;
  readonly isDryRun: boolean;
}

/** Recognises a file, reads it into the stage and applies it; or says why not. Nothing of it is thrown but what is no file's fault. */
export async function takeFile(context: ImportContext, given: FileToTake): Promise<FileOutcome> {
  const { name } = given.file;
  let tables: readonly TableReport[] = [];
  try {
    tables = await surveyFile(given.file, given.answers, context.limits);
    const known = { name, tables: tables.map(shownTable) };
    const stop = whyStop(tables);
    if (stop !== null) return { ...known, ...stop };
    const staged = await stageFile(context, { ...given, tables });
    return { ...known, ...(await goOn(context, given, staged)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { name, tables: tables.map(shownTable), kind: 'refused', reason: error.message, importId: null };
  }
}

type Part<Kind> = Kind extends FileOutcome ? Omit<Kind, 'name' | 'tables'> : never;

/** A file is taken whole or not at all. */
function whyStop(tables: readonly TableReport[]): Part<FileOutcome> | null {
  if (tables.length === 0) return { kind: 'refused', reason: 'The file is empty.', importId: null };
  const decisions = tables.map(({ decision }) => decision);
  const damaged = decisions.find((decision) => decision.kind === 'refused' && decision.damaged === true);
  if (damaged?.kind === 'refused') return { kind: 'refused', reason: damaged.reason, importId: null };
  const questions = decisions.flatMap((decision) => (decision.kind === 'asks' ? decision.questions : []));
  if (questions.length > 0) return { kind: 'asks', questions: once(questions) };
  const isPlanned = decisions.some(({ kind }) => kind === 'planned');
  if (isPlanned) return null;
  if (decisions.some(({ kind }) => kind === 'nothing')) return { kind: 'nothing', reason: reasonsOf(tables) };
  const refused = decisions.find((decision) => decision.kind === 'refused');
  return refused?.kind === 'refused' ? { kind: 'refused', reason: refused.reason, importId: null } : null;
}

/** What is said of each table, where there are several with its title. */
function reasonsOf(tables: readonly TableReport[]): string {
  const reasons = tables.flatMap(({ title, decision }) =>
    'reason' in decision ? [tables.length > 1 && title !== '' ? `${title}: ${decision.reason}` : decision.reason] : [],
  );
  return [...new Set(reasons)].join(' ');
}

function once(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [question.flag, question])).values()];
}

async function goOn(context: ImportContext, given: FileToTake, staged: Staged): Promise<Part<FileOutcome>> {
  const { organizationId } = given;
  switch (staged.kind) {
    case 'busy':
      return { kind: 'busy', importId: staged.of.id };
    case 'refused':
      return { kind: 'refused', reason: staged.reason, importId: staged.importId };
    case 'known':
      return isToFinish(staged.of) && !given.isDryRun
        ? await finish(context, given, { importId: staged.of.id, totals: totalsIn(staged.of) })
        : { kind: 'known', importId: staged.of.id, at: staged.of.created_at };
    case 'staged': {
      const { importId, totals } = staged;
      if (!given.isDryRun) return await finish(context, given, { importId, totals });
      const preview = await previewOf(context, { organizationId, importId });
      await discard(context, { organizationId, importId });
      return { kind: 'previewed', totals, preview };
    }
  }
}

function isToFinish({ state }: ImportRow): boolean {
  return state === 'staged' || state === 'applying';
}

function totalsIn({ report }: ImportRow): Totals {
  const { totals }: { totals: Totals } = JSON.parse(report);
  return totals;
}

async function finish(
  context: ImportContext,
  { organizationId, by, file }: FileToTake,
  { importId, totals }: { importId: string; totals: Totals },
): Promise<Part<FileOutcome>> {
  const facts = { import: importId, file: file.name.slice(0, 100) };
  await context.note({ organizationId, by, event: 'import.begun', facts });
  const applied = await applyImport(context, { organizationId, importId });
  if (applied.kind !== 'applied') return { kind: 'busy', importId };
  const refusedAccounts = await countRefused(context, { organization_id: organizationId, id: importId });
  const counts = { observations: String(totals.rows - totals.bad), rejected: String(totals.bad) };
  await context.note({ organizationId, by, event: 'import.applied', facts: { ...facts, ...counts } });
  return { kind: 'imported', importId, totals, refusedAccounts };
}

async function countRefused({ store }: ImportContext, of: ImportOf): Promise<number> {
  const { refused } = await store.write
    .selectFrom('import_accounts')
    .select(({ fn }) => fn.countAll<number>().as('refused'))
    .where('import_id', 'in', ownImport(store.write, of))
    .where('refused', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(refused);
}
