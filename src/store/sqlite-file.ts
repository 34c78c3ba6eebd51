import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder } from './folder.ts';
import { ensureOwnFile, isLink } from './own-file.ts';
import { defineFunctions } from './sql-functions.ts';
import { driverCode, StoreUnavailable } from './unavailable.ts';

/**
 * Pages of 4 KiB in the log at which a commit does its own checkpoint. A server does them on a thread, and its refreshes
 * wait for that at half as many: see checkpoint/.
 */
export const ownCheckpointPages = 16_384;

/** Opens the file for reading and writing, and makes it and its folder where they do not exist. */
export function openForWriting(file: string, busyTimeoutMs: number): Database.Database {
  return opened(file, () => {
    makeFolder(dirname(file));
    // SQLite gives its log the mode of the file.
    ensureOwnFile(file);
    const database = new Database(file, { timeout: busyTimeoutMs });
    // Readers go on while a writer writes, and the command line works beside a running server.
    database.pragma('journal_mode = WAL');
    // WAL's usual NORMAL may lose the last commits when the power goes; what was acknowledged must survive that too.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`wal_autocheckpoint = ${ownCheckpointPages}`);
    // The first read opens the log.
    database.prepare('select count(*) from sqlite_schema').get();
    return database;
  });
}

/** A second connection to a file that `openForWriting` has opened: reads never wait for our own open transaction. */
export function openForReading(file: string, busyTimeoutMs: number): Database.Database {
  return opened(file, () => new Database(file, { timeout: busyTimeoutMs, readonly: true }));
}

/** What SQLite keeps beside a database while it is open. */
const companions = ['', '-wal', '-shm', '-journal'];

/** @throws StoreUnavailable */
function refuseLinks(file: string): void {
  for (const suffix of companions) {
    if (isLink(file + suffix)) {
      throw new StoreUnavailable(
        `A database file must not be a symbolic link; set DATA_DIR to the folder that it leads to: ${file}${suffix}`,
      );
    }
  }
}

function opened(file: string, open: () => Database.Database): Database.Database {
  try {
    refuseLinks(file);
    const database = open();
    database.pragma('cache_size = -32768');
    defineFunctions(database);
    return database;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    throw new StoreUnavailable(`${reason(error)}: ${file}`, error);
  }
}

function reason(error: unknown): string {
  const code = driverCode(error);
  if (code === 'SQLITE_NOTADB') return 'This file is not a SQLite database; move it away or set another DATA_DIR';
  if (code.startsWith('SQLITE_CORRUPT')) return 'This database file is damaged; restore it from a backup';
  if (code.startsWith('SQLITE_BUSY')) return 'Another program holds this database file locked; stop it and start again';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'The disk is full; free some space for the database';
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return 'This database file cannot be written';
  return `The database file cannot be opened (${code === '' ? 'unknown reason' : code}); check its folder and permissions`;
}
