import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

const fact = 'keys_revision';

/**
 * Marks that cached verdicts may be wrong from now on. Call it inside the transaction of every change to a key or to
 * what an organization lets its keys do: other processes read it several times a second and see both or neither.
 * A fresh random value, not a count: a restored backup must not repeat one that a process has seen.
 */
export async function bumpKeysRevision(transaction: Kysely<Schema>): Promise<void> {
  const value = randomUUID();
  await transaction
    .insertInto('instance_facts')
    .values({ name: fact, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** The current revision; empty if nothing has changed yet. */
export async function readKeysRevision(database: Kysely<Schema>): Promise<string> {
  const row = await database.selectFrom('instance_facts').select('value').where('name', '=', fact).executeTakeFirst();
  return row?.value ?? '';
}
