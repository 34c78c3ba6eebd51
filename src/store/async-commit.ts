import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';
import type { Writer } from './transaction.ts';

/**
 * A transaction whose commit does not wait for the disk, for writes that were not acknowledged to anybody. A killed
 * process loses none of them; a power cut may lose the last half second (after that `checkpoint/` and PostgreSQL's own
 * writer have made them durable). Waiting was a third of what the audit trail cost a tool call.
 */
export async function withAsyncCommit<Result>(
  { dialect, write }: Writer,
  work: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  if (dialect === 'postgres') {
    return await write.transaction().execute(async (transaction) => {
      await sql`set local synchronous_commit = off`.execute(transaction);
      return await work(transaction);
    });
  }
  // These are settings of the connection, so nobody else may commit on it until they are set back. `temp_store` keeps
  // the undo data of a statement in memory: beyond 64 KB SQLite would write it to a file, and recording a snapshot's
  // posts changes hundreds of pages.
  return await write.connection().execute(async (connection) => {
    try {
      await sql`pragma temp_store = memory`.execute(connection);
      await sql`pragma synchronous = normal`.execute(connection);
      return await connection.transaction().execute(work);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
      await sql`pragma temp_store = default`.execute(connection);
    }
  });
}
