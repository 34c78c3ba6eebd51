import type { Kysely } from 'kysely';
import type { ReaderCounts, ReadHeavyRows } from './readers/readers.ts';
import type { Schema } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

export type PrepareRead = <Row>(text: string) => (parameters: readonly unknown[]) => readonly Row[];

/** An open database; `openStore` makes it. */
export interface Store {
  readonly dialect: Dialect;
  /** For writes, and for reads that belong to one: on SQLite its transactions hold the write lock from their first moment. */
  readonly write: Kysely<Schema>;
  /** For reads alone: on SQLite another connection, which never waits for a write. */
  readonly read: Kysely<Schema>;
  /**
   * Prepares a read of fixed text that runs synchronously, past the query builder's queue, which costs as much as a
   * small read. Null on PostgreSQL. The read throws the driver's error, and waits only a moment for a locked file.
   */
  readonly prepareRead: PrepareRead | null;
  /**
   * For reads that may take long: away from the thread that answers, in turn with other organizations, and ended at a
   * deadline. On SQLite they see what was committed when they began.
   */
  readonly readHeavy: ReadHeavyRows;
  heavyReads(): ReaderCounts;
  /**
   * Throws the driver's error if the store cannot be read and written now (see `storeProblem`). Cheap; writes nothing.
   */
  check(): Promise<void>;
  close(): Promise<void>;
}
