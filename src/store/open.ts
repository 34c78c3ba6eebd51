import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import { keepCopy } from './backup/keep-copy.ts';
import { boundedCheck } from './check.ts';
import { watchFiles } from './files-in-place.ts';
import { migrate } from './migrations/migrate.ts';
import { postgresDialect, postgresPool, postgresUnavailable } from './postgres.ts';
import { createPostgresReaders } from './readers/postgres-readers.ts';
import { createSqliteReaders } from './readers/sqlite-readers.ts';
import type { Schema } from './schema.ts';
import type { StoreSetting } from './setting.ts';
import { boundReads } from './sql-functions.ts';
import { createPrepareRead, WalSqliteDialect } from './sqlite.ts';
import { openForReading, openForWriting } from './sqlite-file.ts';
import type { Store } from './store.ts';
import { StoreUnavailable, storeProblem } from './unavailable.ts';

export type { Store } from './store.ts';

interface StoreLimits {
  /** How long SQLite's writers wait for another program. */
  busyTimeoutMs: number;
  /** How long a statement of PostgreSQL may take; null: any time, for work that no request waits for. */
  statementMs: number | null;
  /** How long a read away from the thread that answers may take (`readHeavy`). */
  heavyReadMs: number;
}

const requestLimits: StoreLimits = { busyTimeoutMs: 5_000, statementMs: 10_000, heavyReadMs: 5_000 };

/** Under this much free disk a write may fail any moment. */
const leastFreeBytes = 4 * 1024 * 1024;

/**
 * Opens the store and brings its tables up to date. Safe when several processes do so at once.
 * Throws StoreUnavailable, whose message is one line for the person who started the program.
 */
export async function openStore(setting: StoreSetting, limits: Partial<StoreLimits> = {}): Promise<Store> {
  const all = { ...requestLimits, ...limits };
  const { statementMs } = all;
  const store = await openUnmigrated(setting, all);
  try {
    await keepCopy(store, setting, Date.now());
    await migrate(store);
    if (setting.kind === 'sqlite' || statementMs === null) return store;
    // A migration may take longer than a request may, so it used connections of its own.
    await store.close();
    return await openPostgres(setting.url, all);
  } catch (error) {
    await store.close();
    if (error instanceof StoreUnavailable) throw error;
    if (setting.kind === 'postgres') throw postgresUnavailable(setting.url, error);
    const problem = storeProblem(error);
    throw problem === null ? error : new StoreUnavailable(`${problem.detail} (${setting.file})`, error);
  }
}

/** The same with the tables as they are, or none. @throws StoreUnavailable */
export async function openUnmigrated(setting: StoreSetting, limits: Partial<StoreLimits> = {}): Promise<Store> {
  const all = { ...requestLimits, ...limits, statementMs: null };
  return setting.kind === 'sqlite' ? openSqlite(setting.file, all) : await openPostgres(setting.url, all);
}

function openSqlite(file: string, { busyTimeoutMs, heavyReadMs }: StoreLimits): Store {
  const writing = openForWriting(file, busyTimeoutMs);
  const reading = openForReading(file, busyTimeoutMs);
  boundReads(reading);
  const requireFiles = watchFiles(file);
  const write = new Kysely<Schema>({
    dialect: new WalSqliteDialect(writing, { patienceMs: busyTimeoutMs, requireFiles }),
  });
  // What is still to be read is still right.
  const read = new Kysely<Schema>({ dialect: new WalSqliteDialect(reading, { patienceMs: busyTimeoutMs }) });
  const readers = createSqliteReaders({ file, deadlineMs: heavyReadMs });
  return {
    dialect: 'sqlite',
    write,
    read,
    prepareRead: createPrepareRead(reading),
    readHeavy: readers.read,
    heavyReads: readers.counts,
    check: boundedCheck(
      async () => {
        await sql`select 1 from organizations limit 1`.execute(read);
        // Taking the write lock is enough to notice a file that is locked or read-only.
        await write.transaction().execute((transaction) => sql`select 1`.execute(transaction));
        const { bavail, bsize } = await statfs(dirname(file));
        if (bavail * bsize < leastFreeBytes) throw failure('ENOSPC', `The disk is full: ${dirname(file)}`);
      },
      () => failure('SQLITE_BUSY', `No turn to write in time: ${file}`),
    ),
    async close() {
      await readers.stop();
      await read.destroy();
      await write.destroy();
      // Kysely closes only what it has used.
      reading.close();
      writing.close();
    },
  };
}

async function openPostgres(url: string, { statementMs, heavyReadMs }: StoreLimits): Promise<Store> {
  const pool = postgresPool(url, statementMs);
  const database = new Kysely<Schema>({ dialect: postgresDialect(pool) });
  try {
    await sql`select 1`.execute(database);
  } catch (error) {
    await database.destroy();
    throw postgresUnavailable(url, error);
  }
  const readers = createPostgresReaders({ url, deadlineMs: heavyReadMs });
  return {
    dialect: 'postgres',
    write: database,
    read: database,
    prepareRead: null,
    readHeavy: readers.read,
    heavyReads: readers.counts,
    check: boundedCheck(
      async () => {
        const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(database);
        if (rows[0]?.transaction_read_only !== 'off') throw failure('25006', 'PostgreSQL is read-only now');
      },
      () => new StoreUnavailable('PostgreSQL does not answer in time'),
    ),
    async close() {
      await readers.stop();
      await database.destroy();
    },
  };
}

/** Looks like a driver's error, so that a failed check is reported in the same words as a failed write. */
function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
