import { changeClaimed, claimImport, dropBlocks, findImport, importAccounts } from '../../store/imports/import-rows.ts';
import { dropOrigin, dropUnusedAliases, isLeftAlone } from '../../store/imports/left-over.ts';
import { withdrawLooks } from '../../store/ingest/record-looks.ts';
import { withdrawReported } from '../../store/ingest/record-reported.ts';
import { deleteAccount } from '../../store/ownership.ts';
import type { ImportAccountRow, ImportRow } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { claimMs, type ImportContext } from '../import-context.ts';
import type { Applied } from './apply-import.ts';

export type TakenBack = { readonly kind: 'taken back' } | Exclude<Applied, { kind: 'applied' }>;

/**
 * Takes an import back whole: all that it told goes, and the days are made again. Accounts that came by a file alone go
 * too, unless somebody has made something of them since. What another import or an API told stays.
 */
export async function takeBack(
  context: ImportContext,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<TakenBack> {
  const { store, now, claim } = context;
  const found = await findImport(store.write, { organizationId, importId });
  if (found === undefined) return { kind: 'unknown' };
  if (found.state === 'withdrawn') return { kind: 'taken back' };
  const from = ['staging', 'staged', 'applying', 'applied', 'withdrawing', 'refused'] as const;
  const gone = found.claim !== null && context.isGone(found.claim) ? found.claim : null;
  const asked = { by: claim, gone, now: now(), until: now() + claimMs, from, to: 'withdrawing' } as const;
  if (!(await claimImport(store, found, asked))) return { kind: 'busy' };
  const accounts = await importAccounts(store.write, found);
  for (const [index, account] of accounts.entries()) {
    await withdraw(context, found, account);
    context.progress({ importId, step: 'taking back', done: index + 1, of: accounts.length });
  }
  await inTransaction(store, async (db) => {
    await dropBlocks(db, found);
    await dropOrigin(db, found);
    await dropUnusedAliases(db, organizationId);
    const ended = { claimed_until: 0, taken_back_at: new Date(now()).toISOString() };
    await changeClaimed(db, found, claim, { ...ended, state: 'withdrawn' });
  });
  return { kind: 'taken back' };
}

async function withdraw(
  { store, claim, now }: ImportContext,
  found: ImportRow,
  { account_id: accountId }: ImportAccountRow,
): Promise<void> {
  if (accountId === null) return;
  const organizationId = found.organization_id;
  const origin = { source: 'file', importId: found.id } as const;
  await inTransaction(store, async (write) => {
    const writer = { dialect: store.dialect, write };
    await withdrawLooks(writer, { organizationId, accountId, origin });
    await withdrawReported(writer, { organizationId, accountId, origin });
    if (await isLeftAlone(write, { organizationId, accountId }))
      await deleteAccount(writer, { organizationId, accountId });
    if (!(await changeClaimed(write, found, claim, { claimed_until: now() + claimMs }))) {
      throw new Error(`Another process goes on with import ${found.id}`);
    }
  });
}
