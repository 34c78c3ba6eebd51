import { sql } from 'kysely';
import { type ImportOf, ownImport } from '../../store/imports/import-rows.ts';
import { newAccountRow } from '../../store/new-account-row.ts';
import { idKind } from '../../store/observations/told-identity.ts';
import type { ImportAccountRow, Platform } from '../../store/schema.ts';
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
  const placed =
    found === null
      ? await make(context, writer, { organizationId, platform, username })
      : { id: found, isNew: 0 as const };
  const values = typeof placed === 'string' ? { refused: placed } : { account_id: placed.id, is_new: placed.isNew };
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

/** A new account, or why there is none. */
async function make(
  { newId, now }: ImportContext,
  { write }: Writer,
  { organizationId, platform, username }: { organizationId: string; platform: Platform; username: string },
): Promise<{ id: string; isNew: 1 } | string> {
  const { rows } = await sql<{ cap: number | null; tracked: number }>`
    select o.account_cap as cap, (select count(*) from accounts a where a.organization_id = o.id) as tracked
    from organizations o where o.id = ${organizationId}`.execute(write);
  const [{ cap, tracked } = { cap: null, tracked: 0 }] = rows;
  if (cap !== null && tracked >= cap) return `This organization may track ${cap} accounts, and does.`;
  const id = newId();
  const placed = { id, organizationId, username, addedAt: new Date(now()).toISOString(), dueAt: null };
  const made = await write
    .insertInto('accounts')
    .values(newAccountRow(placed, { platform, username, is_active: true, scrape_interval_hours: 24 }))
    .onConflict((conflict) => conflict.columns(['organization_id', 'platform', 'username']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made === undefined ? `@${username} is another account by the platform’s id.` : { id, isNew: 1 };
}
