import { randomUUID } from 'node:crypto';
import { link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { migrationNames } from '../migrations/migrate.ts';
import { ensureOwnFile, isLink } from '../own-file.ts';
import type { StoreSetting } from '../setting.ts';
import { openForReading } from '../sqlite.ts';
import type { Store } from '../store.ts';
import { driverCode, StoreUnavailable } from '../unavailable.ts';
import { writeBackup } from './backup-file.ts';
import { withSnapshot } from './create-backup.ts';

/**
 * Keeps a copy of a database that is about to be migrated, so that the earlier program can be gone back to: SQLite's as
 * a file of the same kind, PostgreSQL's as a backup. Of several processes that start at once one keeps it.
 * @throws StoreUnavailable where it cannot be kept: then nothing is migrated
 */
export async function keepCopy(store: Pick<Store, 'write'>, setting: StoreSetting, now: number): Promise<void> {
  const next = nextStep(await appliedSteps(store));
  if (next === null) return;
  try {
    if (setting.kind === 'sqlite') await copySqlite(setting.file, next);
    else if (setting.copiesIn !== undefined) await copyPostgres(setting, setting.copiesIn, next, now);
  } catch (error) {
    // Another process has migrated meanwhile, which takes tables away from under the copy: it has kept one.
    if (nextStep(await appliedSteps(store)) !== next) return;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new StoreUnavailable(
      `The database must be migrated, and the copy to go back to could not be kept (${code}): make room for it`,
      error,
    );
  }
}

/** The first step that is missing in a database that has some; null where it has none or all. */
function nextStep(applied: readonly string[]): string | null {
  return applied.length === 0 ? null : (migrationNames.find((name) => !applied.includes(name)) ?? null);
}

async function appliedSteps({ write }: Pick<Store, 'write'>): Promise<readonly string[]> {
  const tables = await write.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'schema_migrations')) return [];
  const { rows } = await sql<{ name: string }>`select name from schema_migrations`.execute(write);
  return rows.map(({ name }) => name);
}

async function copySqlite(file: string, next: string): Promise<void> {
  const copy = `${file}.before-${next}`;
  const partial = `${copy}.${randomUUID()}.partial`;
  try {
    const database = openForReading(file, 5_000);
    ensureOwnFile(partial);
    database.prepare('vacuum into ?').run(partial);
    database.close();
    // Another process may have migrated in the meantime: it has kept the copy, and what was written here is not one.
    const made = openForReading(partial, 5_000);
    const applied = made.prepare<[], string>('select name from schema_migrations').pluck().all();
    made.close();
    if (nextStep(applied) === next) await linkUnlessThere(partial, copy);
  } finally {
    await rm(partial, { force: true });
  }
}

async function copyPostgres(setting: StoreSetting, folder: string, next: string, now: number): Promise<void> {
  const copy = join(folder, `before-${next}.backup.gz`);
  const partial = `${copy}.${randomUUID()}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const isBefore = await withSnapshot(setting, async (snapshot) => {
      if (nextStep(snapshot.migrations) !== next) return false;
      await writeBackup(snapshot, partial, now);
      return true;
    });
    if (isBefore) await linkUnlessThere(partial, copy);
  } finally {
    await rm(partial, { force: true });
  }
}

/** A copy from an earlier try stays: it is of the same step. A link in its place is none, wherever it leads. */
async function linkUnlessThere(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: unknown) => {
    if (driverCode(error) !== 'EEXIST' || isLink(to)) throw error;
  });
}
