import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** An open database; `openStore` makes it. */
export interface Store {
  readonly dialect: Dialect;
  /** For writes, and for reads that belong to one: on SQLite its transactions hold the write lock from their first moment. */
  readonly write: Kysely<Schema>;
  /** For reads alone: on SQLite another connection, which never waits for a write. */
  readonly read: Kysely<Schema>;
  /** Throws the driver's error when the store cannot be read and written now (see `storeProblem`). Cheap; writes nothing. */
  check(): Promise<void>;
  close(): Promise<void>;
}
