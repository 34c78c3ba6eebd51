import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { Store } from './store.ts';

/** What a function that writes needs: a store, or `{ dialect, write: transaction }` to take part in a transaction that is open. */
export type Writer = Pick<Store, 'dialect' | 'write'>;

/** Runs `work` in the transaction that is open, else in one of its own; what it throws undoes all of it. */
export function inTransaction<Result>(
  { write }: Writer,
  work: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  if (write.isTransaction) return work(write);
  return write.transaction().execute((transaction: Transaction<Schema>) => work(transaction));
}
