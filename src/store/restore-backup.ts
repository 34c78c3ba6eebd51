import { link, rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { type BackupHeader, type BackupItem, readBackup } from './backup/backup-file.ts';
import { postgresLoader } from './backup/postgres-backup.ts';
import { sqliteLoader } from './backup/sqlite-backup.ts';
import { migrate, migrationNames } from './migrations/migrate.ts';
import { openUnmigrated } from './open.ts';
import type { StoreSetting } from './setting.ts';
import { openForWriting } from './sqlite-file.ts';
import type { Store } from './store.ts';
import { StoreUnavailable } from './unavailable.ts';

/**
 * Fills a database that holds nothing yet from a backup, of whichever program version and database, and brings it to
 * this version's tables. All or nothing: of a file that is cut off no row stays.
 * @returns when the backup was made, ISO 8601
 * @throws StoreUnavailable
 */
export async function restoreBackup(setting: StoreSetting, file: string): Promise<string> {
  return await readBackup(file, async (header, items) => {
    requireKnown(header);
    if (setting.kind === 'sqlite') await restoreSqlite(setting.file, header, items);
    else await restorePostgres(setting, header, items);
    return header.created_at;
  });
}

function requireKnown({ migrations }: BackupHeader): void {
  if (migrations.every((name, index) => name === migrationNames[index])) return;
  throw new StoreUnavailable('This backup was made by another version of this program; restore it with a newer one');
}

/** Written next to its final place first: it gets its name when it is complete. */
async function restoreSqlite(target: string, header: BackupHeader, items: AsyncIterable<BackupItem>): Promise<void> {
  const partial = `${target}.restoring`;
  const removePartial = () => Promise.all(['', '-wal', '-shm'].map((suffix) => rm(partial + suffix, { force: true })));
  await removePartial();
  try {
    await fillSqlite(partial, header, items);
    // Unlike a rename, a link never replaces an existing file.
    await link(partial, target);
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? notEmpty(target) : error;
  } finally {
    await removePartial();
  }
}

async function fillSqlite(file: string, header: BackupHeader, items: AsyncIterable<BackupItem>): Promise<void> {
  const store = await openUnmigrated({ kind: 'sqlite', file });
  // Loaded through the driver itself: Kysely costs ten times what an insert of one row does.
  const database = openForWriting(file, 5_000);
  try {
    await migrate(store, header.migrations.at(-1));
    const loader = sqliteLoader(database);
    database.pragma('foreign_keys = OFF');
    database.exec('begin immediate');
    for (const table of filledByMigrations(header)) database.exec(`delete from ${table}`);
    for await (const item of items) {
      if (Array.isArray(item)) loader.row(item);
      else loader.table(item);
    }
    if (database.prepare('pragma foreign_key_check').all().length > 0) {
      throw new StoreUnavailable('Rows of this backup refer to rows that are not in it');
    }
    database.exec('commit');
    await migrate(store);
    // Moves everything from the log into the one file that gets the name.
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
    await store.close();
  }
}

async function restorePostgres(
  setting: StoreSetting,
  header: BackupHeader,
  items: AsyncIterable<BackupItem>,
): Promise<void> {
  const store = await openUnmigrated(setting);
  try {
    if (await holdsAnything(store)) throw notEmpty('the database of DATABASE_URL');
    await migrate(store, header.migrations.at(-1));
    await store.write.transaction().execute(async (transaction) => {
      for (const table of filledByMigrations(header)) await sql`delete from ${sql.table(table)}`.execute(transaction);
      const loader = postgresLoader(transaction);
      for await (const item of items) await (Array.isArray(item) ? loader.row(item) : loader.table(item));
      await loader.flush();
    });
    await migrate(store);
  } finally {
    await store.close();
  }
}

/** What migrations put into new tables: the backup has its own. */
function filledByMigrations({ migrations }: BackupHeader): readonly string[] {
  return migrations.includes('0006-audit-chain') ? ['id_sequences', 'audit_chain'] : ['id_sequences'];
}

async function holdsAnything({ write }: Store): Promise<boolean> {
  const { rows } = await sql<{ there: string | null }>`select to_regclass('organizations') as there`.execute(write);
  if (rows[0]?.there === null) return false;
  return (await write.selectFrom('organizations').select('id').limit(1).execute()).length > 0;
}

function notEmpty(place: string): StoreUnavailable {
  return new StoreUnavailable(`A backup is restored only where nothing is yet, and this holds something: ${place}`);
}
