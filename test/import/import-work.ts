import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { applyImport } from '../../src/import/apply/apply-import.ts';
import { openSource } from '../../src/import/files/source-file.ts';
import type { ImportContext } from '../../src/import/import-context.ts';
import { limits } from '../../src/import/limits.ts';
import { type Answers, noAnswers } from '../../src/import/reading/answers.ts';
import { surveyFile } from '../../src/import/reading/survey-file.ts';
import { type Staged, stageFile } from '../../src/import/stage/stage-file.ts';
import { backedUpTables } from '../../src/store/backup/tables.ts';
import type { Store } from '../../src/store/store.ts';
import { cutAt } from './real/read-real.ts';

export const organizationId = 'org_files';

/** What imports need, for tests; `claim` tells processes apart. */
export function importContext(store: Store, changes: Partial<ImportContext> = {}): ImportContext {
  return {
    store,
    now: () => cutAt,
    note: async () => undefined,
    newId: randomUUID,
    limits,
    claim: 'test',
    isGone: () => false,
    rest: async () => undefined,
    progress: () => undefined,
    ...changes,
  };
}

export function realFile(name: string): string {
  return fileURLToPath(new URL(`real/files/${name}`, import.meta.url));
}

export async function written(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** Reads a file into the stage. */
export async function stage(
  context: ImportContext,
  path: string,
  answers: Partial<Answers> = {},
  organization = organizationId,
): Promise<Staged> {
  const given = { ...noAnswers, ...answers };
  const opened = await openSource(path, { changedAt: cutAt }, limits);
  try {
    const [file] = opened.files;
    if (file === undefined) throw new Error('No file inside');
    const tables = await surveyFile(file, given, limits);
    return await stageFile(context, { organizationId: organization, file, answers: given, tables, by: 'cli' });
  } finally {
    opened.close();
  }
}

/** Reads a file in, all of it. @returns the import's id */
export function importFile(context: ImportContext, path: string, answers: Partial<Answers> = {}): Promise<string> {
  return importFileInto(context, organizationId, path, answers);
}

/** The same for an organization that a test has made. */
export async function importFileInto(
  context: ImportContext,
  organization: string,
  path: string,
  answers: Partial<Answers> = {},
): Promise<string> {
  const staged = await stage(context, path, answers, organization);
  if (staged.kind !== 'staged') throw new Error(JSON.stringify(staged));
  const { importId } = staged;
  const applied = await applyImport(context, { organizationId: organization, importId });
  if (applied.kind !== 'applied') throw new Error(applied.kind);
  return importId;
}

/** Beside what tells of imports themselves, and numbers that are never given twice. */
const aside = new Set([
  'imports',
  'import_accounts',
  'import_rejects',
  'id_sequences',
  'audit_events',
  'audit_pending',
]);

/** Every row of an organization's data, in one order. */
export async function everyRow(store: Store): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of backedUpTables.filter((name) => !aside.has(name))) {
    const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(store.read);
    if (rows.length > 0) all[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return all;
}
