import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type ChangeEntry, writeChange } from '../audit/write-change.ts';
import type { ImportContext, Progress } from '../import/import-context.ts';
import { limits } from '../import/limits.ts';
import { findFiles } from '../import/run/find-files.ts';
import { type Mapping, readMapping, type SaidOfFile, saidOfFile } from '../import/run/mapping.ts';
import { openQuestions } from '../import/run/open-questions.ts';
import { isGoneHere, processClaim } from '../import/run/process-claim.ts';
import { refuseSample } from '../import/run/refuse-sample.ts';
import { rejectsCsv } from '../import/run/rejects-csv.ts';
import { takeBackAudited } from '../import/run/take-back-audited.ts';
import type { FileOutcome } from '../import/run/take-file.ts';
import { pickOrganization } from '../organizations/read.ts';
import { findImport, importRejects, listImports } from '../store/imports/import-rows.ts';
import { replaceOwnFile } from '../store/own-file.ts';
import type { ImportRow } from '../store/schema.ts';
import { type Answer, type Command, type Invocation, type Program, UsageError } from './command.ts';
import { takeArchive } from './import-archive.ts';
import { takeFiles } from './import-files.ts';
import { createProgressLine } from './import-progress.ts';
import { pushesListed, pushesTakenBack } from './import-pushes.ts';
import { importTable, previewText } from './import-table.ts';
import { table } from './table.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s import -- [--organization ID] [--dry-run] FILES|FOLDER… [--json]

  Reads exports of TikTok Studio, TikTok Business and Meta Business Suite, items of collectors, and tables with
  known columns: CSV, JSON, NDJSON, also in .gz and .zip. docs/import.md says more.

  --dry-run                show what each file is and would change, and change nothing
  --list                   the imports, newest first
  --take-back ID           take an import back whole
  --pushes                 what keys pushed, hour by hour; with --from and --to (instants) and --key ID only those
  --take-back-pushes       take back what --key ID pushed in the hours that touch --from … --to
  --archive FILE           take an archive of an organization (npm run -s export) into an empty one
  --rejects ID             the lines that an import did not take, as CSV

What files do not say themselves, of all files that are named:
  --account PLATFORM:NAME  whose numbers they are          --platform instagram|tiktok
  --observed-at DAY        when levels were seen           --time-zone Europe/Paris
  --year YYYY              the year of their last row      --date-order mdy|dmy
  --decimal . or ,         the mark before a fraction      --values levels|gains
  --encoding NAME          where it is not UTF-8 or 16
  --mapping FILE           the same for single files, and which column is what
  --write-mapping FILE     write such a file with what is still open

Without --organization the only organization is taken.`;

const saidOptions = {
  account: 'account',
  platform: 'platform',
  year: 'year',
  'observed-at': 'observed_at',
  'time-zone': 'time_zone',
  decimal: 'decimal',
  'date-order': 'date_order',
  values: 'values',
  encoding: 'encoding',
} as const satisfies Record<string, keyof SaidOfFile>;

const files: Command = {
  words: 'many',
  options: [
    'organization',
    'archive',
    'take-back',
    'rejects',
    'key',
    'from',
    'to',
    'mapping',
    'write-mapping',
    ...Object.keys(saidOptions),
  ],
  flags: ['dry-run', 'list', 'pushes', 'take-back-pushes'],
  run: (invocation) =>
    withWorkplace(invocation, async (workplace) => {
      const { id: organizationId } = await pickOrganization(workplace.store, invocation.option('organization'));
      const takenBack = invocation.option('take-back');
      const rejects = invocation.option('rejects');
      const archive = invocation.option('archive');
      if (archive !== undefined) return await takeArchive(workplace, { organizationId, path: archive });
      if (invocation.flag('list')) return await listed(workplace, organizationId);
      if (invocation.flag('pushes')) return await pushesListed(workplace, invocation, organizationId);
      if (invocation.flag('take-back-pushes')) return await pushesTakenBack(workplace, invocation, organizationId);
      if (takenBack !== undefined) return await back(workplace, invocation, { organizationId, importId: takenBack });
      if (rejects !== undefined) return await rejected(workplace, { organizationId, importId: rejects });
      return await taken(workplace, invocation, organizationId);
    }),
};

export const importProgram: Program = { usage, commands: { files }, only: 'files' };

async function taken(workplace: Workplace, invocation: Invocation, organizationId: string): Promise<Answer> {
  if (invocation.words.length === 0) throw new UsageError('Name files, or a folder.');
  const isDryRun = invocation.flag('dry-run');
  await refuseSample(workplace.store, organizationId);
  const mapping = await mappingOf(invocation);
  const said = saidBy(invocation);
  const paths = await findFiles(invocation.words);
  const line = createProgressLine(invocation.err, workplace.now);
  const context = contextOf(workplace, line.show);
  const outcomes: FileOutcome[] = [];
  for await (const outcome of takeFiles(context, { organizationId, paths, mapping, said, isDryRun })) {
    line.clear();
    outcomes.push(outcome);
  }
  const target = invocation.option('write-mapping');
  if (target !== undefined) await writeQuestions(target, outcomes);
  const previews = isDryRun ? `${outcomes.map(previewText).join('\n\n')}\n\n` : '';
  const isOpen = outcomes.some(({ kind }) => kind === 'asks' || kind === 'refused' || kind === 'busy');
  const answer: Answer = { data: outcomes, text: `${previews}${importTable(outcomes)}` };
  return isOpen ? { ...answer, isFailure: true } : answer;
}

function contextOf(workplace: Workplace, progress: (progress: Progress) => void): ImportContext {
  const { store, now, newId } = workplace;
  const note = (entry: ChangeEntry) => writeChange(store.write, workplace, entry);
  return {
    store,
    now,
    newId,
    note,
    limits,
    claim: processClaim(newId()),
    isGone: isGoneHere,
    rest: (ms) => setTimeout(ms),
    progress,
  };
}

async function mappingOf(invocation: Invocation): Promise<Mapping> {
  const path = invocation.option('mapping');
  return path === undefined ? {} : readMapping(await readFile(path, 'utf8'));
}

function saidBy(invocation: Invocation): SaidOfFile {
  const given: Record<string, string> = {};
  for (const [option, name] of Object.entries(saidOptions)) {
    const value = invocation.option(option);
    if (value !== undefined) given[name] = value;
  }
  const read = saidOfFile.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const option = Object.entries(saidOptions).find(([, name]) => name === issue?.path[0])?.[0];
  throw new UsageError(`--${option ?? 'an option'}: ${issue?.message ?? 'is not understood'}`);
}

async function listed({ store }: Workplace, organizationId: string): Promise<Answer> {
  const imports = await listImports(store.read, organizationId, 200);
  const rows = imports.map((row) => [
    row.id,
    row.state,
    row.created_at,
    String(row.rows_read),
    String(row.rows_bad),
    row.name,
  ]);
  return { data: imports.map(shownImport), text: table(['ID', 'STATE', 'BEGUN', 'ROWS', 'REJECTED', 'FILE'], rows) };
}

function shownImport({ id, name, state, created_at, ended_at, rows_read, rows_bad }: ImportRow) {
  return { id, name, state, created_at, ended_at, rows: rows_read, rejected: rows_bad };
}

async function back(
  workplace: Workplace,
  invocation: Invocation,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<Answer> {
  const line = createProgressLine(invocation.err, workplace.now);
  const outcome = await takeBackAudited(contextOf(workplace, line.show), { organizationId, importId, by: 'cli' });
  line.clear();
  if (outcome.kind === 'taken back') return { data: { id: importId }, text: 'Taken back: nothing of it is left.' };
  const reason =
    outcome.kind === 'busy' ? 'Another process works on it now.' : 'There is no such import: --list shows them.';
  return { data: { id: importId, reason }, text: reason, isFailure: true };
}

async function rejected({ store }: Workplace, whose: { organizationId: string; importId: string }): Promise<Answer> {
  const found = await findImport(store.read, whose);
  if (found === undefined) throw new UsageError('There is no such import: --list shows them.');
  const rejects = await importRejects(store.read, found);
  return { data: rejects, text: rejectsCsv(rejects).trimEnd() };
}

async function writeQuestions(path: string, outcomes: readonly FileOutcome[]): Promise<void> {
  const file = await replaceOwnFile(path);
  await file.writeFile(`${JSON.stringify(openQuestions(outcomes), null, 2)}\n`).finally(() => file.close());
}
