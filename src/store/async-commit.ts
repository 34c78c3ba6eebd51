import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';
import type { Writer } from './transaction.ts';

/**
 * A transaction whose commit does not wait for the disk: for what nobody was told of yet. A killed process loses nothing
 * of it; where the power goes, the last half second may be lost (`checkpoint/` and PostgreSQL's own writer make it
 * durable). Waiting took a third of the time that the audit trail cost a tool call.
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
  // They are settings of the connection, so nobody else may commit on it meanwhile. What is needed to undo one statement
  // stays in memory: SQLite writes it to a file, past 64 KB, and a recording's posts change hundreds of pages each.
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
