import { bumpKeysRevision } from '../store/keys-revision.ts';
import { inTransaction, type Writer } from '../store/transaction.ts';
import { askedFor } from './invented.ts';

/**
 * Marks an organization as holding invented numbers, before the first of them is written; its keys' cached verdicts say so
 * at once.
 * @returns false where it holds others, beside which none are invented
 */
export async function markHoldingSampleData(writer: Writer, organizationId: string): Promise<boolean> {
  return await inTransaction(writer, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('organizations')
      .set({ holds_sample_data: 1 })
      .where('id', '=', organizationId)
      .where('holds_sample_data', '=', 0)
      .where(askedFor({ invented: true }))
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await bumpKeysRevision(transaction);
    const { holds_sample_data } = await transaction
      .selectFrom('organizations')
      .select('holds_sample_data')
      .where('id', '=', organizationId)
      .executeTakeFirstOrThrow();
    return holds_sample_data === 1;
  });
}
