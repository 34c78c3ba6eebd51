import { lstat } from 'node:fs/promises';
import { Kysely } from 'kysely';
import { postgresDialect, postgresPool, postgresUnavailable } from '../postgres.ts';
import type { Schema } from '../schema.ts';
import type { StoreSetting } from '../setting.ts';
import { driverCode, StoreUnavailable } from '../unavailable.ts';
import { type Snapshot, writeBackup } from './backup-file.ts';
import { withPostgresSnapshot } from './postgres-backup.ts';
import { withSqliteSnapshot } from './sqlite-backup.ts';

/**
 * Writes everything but sessions to a file, as it is at this moment, while servers go on writing. Nothing is migrated.
 * @returns the number of rows
 * @throws StoreUnavailable
 */
export async function createBackup(setting: StoreSetting, file: string, now: number): Promise<number> {
  // Before all the work; what comes there meanwhile is not overwritten either.
  if (await isTaken(file)) throw taken(file);
  return await withSnapshot(setting, async (snapshot) => {
    try {
      return await writeBackup(snapshot, file, now);
    } catch (error) {
      throw notWritten(file, error);
    }
  });
}

export async function withSnapshot<Result>(
  setting: StoreSetting,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  if (setting.kind === 'sqlite') return await withSqliteSnapshot(setting.file, work);
  const database = new Kysely<Schema>({ dialect: postgresDialect(postgresPool(setting.url)) });
  try {
    return await withPostgresSnapshot(database, work);
  } catch (error) {
    throw postgresUnavailable(setting.url, error);
  } finally {
    await database.destroy();
  }
}

/** A symbolic link has the name too, wherever it leads. */
async function isTaken(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  );
}

/** A full disk has words of its own. */
function notWritten(file: string, error: unknown): unknown {
  const code = driverCode(error);
  if (code === 'EEXIST') return taken(file);
  const isOfFile = /^E[A-Z]+$/.test(code) && code !== 'ENOSPC' && code !== 'EDQUOT';
  return isOfFile ? new StoreUnavailable(`The backup cannot be written there (${code}): ${file}`, error) : error;
}

function taken(file: string): StoreUnavailable {
  return new StoreUnavailable(`This file is there already: ${file}`);
}
