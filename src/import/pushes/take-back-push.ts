import { dropOrigin, dropUnusedAliases, isLeftAlone } from '../../store/imports/left-over.ts';
import { withdrawLooks } from '../../store/ingest/record-looks.ts';
import { withdrawReported } from '../../store/ingest/record-reported.ts';
import { deleteAccount } from '../../store/ownership.ts';
import { changePush, findPush, type PushOf, pushedAccounts } from '../../store/pushes/push-rows.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { ImportContext } from '../import-context.ts';

/**
 * Takes back all that a key pushed within an hour: what it told goes, and the days are made again. Accounts that it made go
 * too, unless somebody has made something of them since. What is done twice, or goes on after a kill, ends the same.
 */
export async function takeBackPush(
  { store, now, note }: Pick<ImportContext, 'store' | 'now' | 'note'>,
  { organizationId, pushId, by }: { organizationId: string; pushId: string; by: string },
): Promise<'taken back' | 'unknown'> {
  const push: PushOf = { organization_id: organizationId, id: pushId };
  const found = await findPush(store.write, push);
  if (found === undefined) return 'unknown';
  if (found.state === 'withdrawn') return 'taken back';
  // From here on it takes no more: whoever is about to record has to open another push.
  await changePush(store.write, push, { state: 'withdrawing', taken_back_at: null });
  const origin = { source: 'push', importId: pushId } as const;
  for (const accountId of await pushedAccounts(store.write, push)) {
    await inTransaction(store, async (write) => {
      const writer = { dialect: store.dialect, write };
      await withdrawLooks(writer, { organizationId, accountId, origin });
      await withdrawReported(writer, { organizationId, accountId, origin });
      if (await isLeftAlone(write, { organizationId, accountId }))
        await deleteAccount(writer, { organizationId, accountId });
    });
  }
  await inTransaction(store, async (db) => {
    await dropOrigin(db, push, 'push');
    await dropUnusedAliases(db, organizationId);
    await changePush(db, push, { state: 'withdrawn', taken_back_at: new Date(now()).toISOString() });
  });
  await note({ organizationId, by, event: 'push.taken_back', facts: { push: pushId } });
  return 'taken back';
}
