import { bumpKeysRevision } from '../store/keys-revision.ts';
import { inTransaction, type Writer } from '../store/transaction.ts';

/** Marks an organization as holding invented numbers, before the first of them is written; its keys' cached verdicts say so at once. */
export async function markHoldingSampleData(writer: Writer, organizationId: string): Promise<void> {
  await inTransaction(writer, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('organizations')
      .set({ holds_sample_data: 1 })
      .where('id', '=', organizationId)
      .where('holds_sample_data', '=', 0)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await bumpKeysRevision(transaction);
  });
}
