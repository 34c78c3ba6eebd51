import type { DatabaseConnection, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** How a transaction ended; `unknown` where the connection went while it was committed. */
export type Outcome = 'committed' | 'rolled back' | 'unknown';

/** Who waits for the end of the transaction that a connection is in. */
const waiting = new WeakMap<DatabaseConnection, ((outcome: Outcome) => void)[]>();

/** Calls back, once, when this transaction has ended. To be called inside of it. */
export async function whenDecided(transaction: Kysely<Schema>, tell: (outcome: Outcome) => void): Promise<void> {
  await transaction.getExecutor().provideConnection(async (connection) => {
    const told = waiting.get(connection);
    if (told === undefined) waiting.set(connection, [tell]);
    else told.push(tell);
  });
}

/** For the drivers: the transaction of this connection has ended. */
export function decided(connection: DatabaseConnection, outcome: Outcome): void {
  const told = waiting.get(connection);
  if (told === undefined) return;
  waiting.delete(connection);
  for (const tell of told) tell(outcome);
}
