import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { Store } from './store.ts';

/** What a function that writes needs: a store, or `{ dialect, write: transaction }` to take part in a transaction that is open. */
export type Writer = Pick<Store, 'dialect' | 'write'>;

/** Runs `work` in the open transaction, or else in a new one; an error rolls everything back. */
export function inTransaction<Result>(
  { write }: Writer,
  work: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  if (write.isTransaction) return work(write);
  return write.transaction().execute((transaction: Transaction<Schema>) => work(transaction));
}
