import type Database from 'better-sqlite3';
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
import { decided } from './outcome.ts';
import { StaysPreparedCompiler } from './parameter.ts';
import type { PrepareRead } from './store.ts';

/** Statements kept prepared per connection: preparing one costs more than most of ours take to run. */
const preparedStatements = 256;

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
