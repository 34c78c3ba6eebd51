import { setTimeout as pause } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { driverCode } from './unavailable.ts';

/**
 * While SQLite itself waits, the whole process stands still: it may do so for a moment only, e.g. while a log is
 * recovered.
 */
export const standstillMs = 10;

const longestPauseMs = 50;
/** How long a writer still waits after those queued before it have given up. */
const leastPatienceMs = 250;
/** If the last lock was met longer ago than this, it was a different lock. */
const sameLockMs = 1_000;

export interface Terms {
  /** How long a statement waits for another program's lock; the driver waits, not SQLite. */
  readonly patienceMs: number;
  /** Called before what may be written becomes final; throws where it would be written to files that are gone. */
  readonly requireFiles: () => void;
}

/**
 * A connection that waits for another program's lock with a timer, so that the process goes on working. Writers that
 * queue behind one lock wait `patienceMs` in total, not each; then SQLite's own SQLITE_BUSY is thrown. Nothing is
 * retried inside a transaction, which takes the lock when it begins.
 */
export class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #database: Database.Database;
  readonly #patienceMs: number;
  readonly #requireFiles: () => void;
  #met: { first: number; last: number } | null = null;

  constructor(connection: DatabaseConnection, database: Database.Database, terms: Terms) {
    this.#connection = connection;
    this.#database = database;
    this.#patienceMs = terms.patienceMs;
    this.#requireFiles = terms.requireFiles;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#database.inTransaction) return await this.#connection.executeQuery<Row>(query);
    // A statement by itself is its own transaction.
    this.#requireFiles();
    const begun = performance.now();
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        const result = await this.#connection.executeQuery<Row>(query);
        this.#met = null;
        return result;
      } catch (error) {
        if (!driverCode(error).startsWith('SQLITE_BUSY') || this.#isOver(begun)) throw error;
      }
      await pause(pauseMs);
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize);
  }

  #isOver(begun: number): boolean {
    const now = performance.now();
    const isSame = this.#met !== null && now - this.#met.last < sameLockMs;
    const first = isSame && this.#met !== null ? this.#met.first : now;
    this.#met = { first, last: now };
    return now - first >= this.#patienceMs && now - begun >= Math.min(this.#patienceMs, leastPatienceMs);
  }
}
