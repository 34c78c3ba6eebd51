import { access } from 'node:fs/promises';
import { Kysely } from 'kysely';
import { postgresDialect, postgresPool, postgresUnavailable } from '../postgres.ts';
import type { Schema } from '../schema.ts';
import type { StoreSetting } from '../setting.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { type Snapshot, writeBackup } from './backup-file.ts';
import { withPostgresSnapshot } from './postgres-backup.ts';
import { withSqliteSnapshot } from './sqlite-backup.ts';

/**
 * Writes everything but sessions to a file, as it is at this moment, while servers go on writing. Nothing is migrated.
 * @returns the number of rows
 * @throws StoreUnavailable
 */
export async function createBackup(setting: StoreSetting, file: string, now: number): Promise<number> {
  if (await exists(file)) throw new StoreUnavailable(`This file is there already: ${file}`);
  return await withSnapshot(setting, (snapshot) => writeBackup(snapshot, file, now));
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

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
