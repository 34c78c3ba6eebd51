import { type ImportOf, ownImport } from '../../store/imports/import-rows.ts';
import { makeAccount } from '../../store/make-account.ts';
import { idKind } from '../../store/observations/told-identity.ts';
import type { ImportAccountRow } from '../../store/schema.ts';
import { inTransaction, type Writer } from '../../store/transaction.ts';
import { findAccount, lockNames } from '../../store/usernames.ts';
import type { ImportContext } from '../import-context.ts';

/** Accounts in a transaction. */
const together = 100;

/** Finds or makes the accounts of an import, up to the organization's cap; those beyond it are refused with that word. */
export async function placeAccounts(
  context: ImportContext,
  of: ImportOf,
  accounts: readonly ImportAccountRow[],
): Promise<void> {
  const open = accounts.filter(({ account_id, refused }) => account_id === null && refused === null);
  for (let from = 0; from < open.length; from += together) {
    await inTransaction(context.store, async (write) => {
      const writer = { dialect: context.store.dialect, write };
      await lockNames(writer.dialect, write, of.organization_id);
      for (const account of open.slice(from, from + together)) await place(context, writer, of, account);
    });
  }
}

async function place(context: ImportContext, writer: Writer, of: ImportOf, account: ImportAccountRow): Promise<void> {
  const organizationId = of.organization_id;
  const { platform, username } = account;
  const platformAccountId = surelyOwn(account);
  const found = await findAccount(writer.write, { organizationId, platform, username, platformAccountId });
  const values = found === null ? await make(context, writer, account, organizationId) : { account_id: found };
  await writer.write
    .updateTable('import_accounts')
    .set(values)
    .where('import_id', 'in', ownImport(writer.write, of))
    .where('number', '=', account.number)
    .execute();
}

/** An id that a file gives a name, where it gives it no other of the same sort: else it does not say who is who. */
function surelyOwn({ platform, platform_ids }: ImportAccountRow): string | null {
  const ids: string[] = JSON.parse(platform_ids);
  const sure = ids.filter((id) =>
    ids.every((other) => other === id || idKind(platform, other) !== idKind(platform, id)),
  );
  return sure[0] ?? null;
}

async function make(
  { newId, now }: ImportContext,
  { write }: Writer,
  { platform, username }: ImportAccountRow,
  organizationId: string,
): Promise<Partial<Pick<ImportAccountRow, 'account_id' | 'is_new' | 'refused'>>> {
  const id = newId();
  const made = await makeAccount(write, {
    id,
    organizationId,
    platform,
    username,
    addedAt: new Date(now()).toISOString(),
  });
  return made.kind === 'refused' ? { refused: made.reason } : { account_id: id, is_new: 1 };
}
