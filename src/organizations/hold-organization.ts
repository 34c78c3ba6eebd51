import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';

/**
 * Holds an organization until the transaction ends: whatever counts its rows or asks for roles, and acts on the answer,
 * does so one after another. A write that changes nothing takes the row's lock on PostgreSQL; on SQLite the transaction has
 * the only one already.
 */
export async function holdOrganization(transaction: Kysely<Schema>, organizationId: string): Promise<void> {
  await transaction
    .updateTable('organizations')
    .set((row) => ({ name: row.ref('name') }))
    .where('id', '=', organizationId)
    .execute();
}
