import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import { PatientConnection, standstillMs, type Terms } from './busy.ts';
import { makeFolder } from './folder.ts';
import { decided } from './outcome.ts';
import { ensureOwnFile, isLink } from './own-file.ts';
import { defineOwnFunctions } from './own-functions.ts';
import { StaysPreparedCompiler } from './parameter.ts';
import type { PrepareRead } from './store.ts';
import { driverCode, StoreUnavailable } from './unavailable.ts';

/** Statements kept prepared per connection: preparing one costs more than most of ours take to run. */
const preparedStatements = 256;

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
    defineOwnFunctions(database);
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

export function createPrepareRead(database: Database.Database): PrepareRead {
  return <Row>(text: string) => {
    const statement = database.prepare<unknown[], Row>(text);
    return (parameters) => statement.all(...parameters);
  };
}

/** Kysely's SQLite dialect with the five things that it lacks: see each class. */
export class WalSqliteDialect extends SqliteDialect {
  readonly #database: Database.Database;
  readonly #config: SqliteDialectConfig;
  readonly #terms: Terms;

  constructor(
    database: Database.Database,
    { patienceMs = 5_000, requireFiles = () => undefined }: Partial<Terms> = {},
  ) {
    const config = { database: keepPrepared(database) };
    super(config);
    this.#database = database;
    this.#config = config;
    this.#terms = { patienceMs, requireFiles };
    database.pragma(`busy_timeout = ${standstillMs}`);
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, this.#config, this.#terms);
  }

  override createQueryCompiler(): StaysPreparedCompiler {
    return new StaysPreparedCompiler();
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Takes the write lock at the start: a transaction that reads first and writes later then never fails half-way with SQLITE_BUSY. */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;
  readonly #terms: Terms;
  #patient: PatientConnection | null = null;

  constructor(database: Database.Database, config: SqliteDialectConfig, terms: Terms) {
    super(config);
    this.#database = database;
    this.#terms = terms;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#patient ??= new PatientConnection(await super.acquireConnection(), this.#database, this.#terms);
    return this.#patient;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#terms.requireFiles();
    await super.commitTransaction(connection);
    decided(connection, 'committed');
  }

  /** A full disk makes SQLite roll back by itself; rolling back again would fail and hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
    decided(connection, 'rolled back');
  }
}

/** SQLite rolls DDL back like any write; saying so makes the migrator run in one transaction, behind the write lock. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function keepPrepared(database: Database.Database): SqliteDatabase {
  const kept = new LRUCache<string, SqliteStatement>({ max: preparedStatements });
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const statement = database.prepare<unknown[]>(text);
      kept.set(text, statement);
      return statement;
    },
  };
}
