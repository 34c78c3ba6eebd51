import type { Kysely, Selectable } from 'kysely';
import { lockAccount } from './account-lock.ts';
import { dropOrganizationHistory, moveCategoryHistory, moveCreatorHistory, rolledOf } from './ingest/rollups.ts';
import type { AccountRow, Schema } from './schema.ts';
import { inTransaction, type Writer } from './transaction.ts';
import { holderOfId, lockNames, renameAccount } from './usernames.ts';

/*
 * Which creator an account belongs to. A creator's days are the sum over the accounts linked now, with their whole
 * history (contract §2). So linking and unlinking move that history, and deleting removes it, in the same transaction.
 */

interface Link {
  organizationId: string;
  creatorId: string;
  accountId: string;
}

export type Linked = 'linked' | 'already_linked' | 'linked_elsewhere' | 'no_creator' | 'no_account';

/** Links an account to a creator of the same organization. Whether it is paused is left to the caller. */
export function linkAccount(writer: Writer, { organizationId, creatorId, accountId }: Link): Promise<Linked> {
  return inTransaction(writer, async (db) => {
    const account = await lockAccount(writer.dialect, db, { organizationId, accountId });
    if (!(await holdCreator(writer, db, { organizationId, creatorId }))) return 'no_creator';
    if (account === undefined) return 'no_account';
    if (account.creator_id === creatorId) return 'already_linked';
    if (account.creator_id !== null) return 'linked_elsewhere';
    await db.updateTable('accounts').set({ creator_id: creatorId }).where('id', '=', accountId).execute();
    await moveCreatorHistory(db, 'in', { accountId, creatorId });
    return 'linked';
  });
}

/** Whether the creator is there; PostgreSQL keeps it from being deleted until the transaction ends. */
async function holdCreator(
  { dialect }: Writer,
  db: Kysely<Schema>,
  { organizationId, creatorId }: { organizationId: string; creatorId: string },
): Promise<boolean> {
  const creator = db
    .selectFrom('creators')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', creatorId);
  return (await (dialect === 'postgres' ? creator.forKeyShare() : creator).executeTakeFirst()) !== undefined;
}

/**
 * Unlinks an account from its creator. An account that was paused with the creator stays paused, now on its own
 * account.
 */
export function unlinkAccount(
  writer: Writer,
  { organizationId, creatorId, accountId }: Link,
): Promise<'unlinked' | 'not_linked' | 'no_account'> {
  return inTransaction(writer, async (db) => {
    const account = await lockAccount(writer.dialect, db, { organizationId, accountId });
    if (account === undefined) return 'no_account';
    if (account.creator_id !== creatorId) return 'not_linked';
    await db
      .updateTable('accounts')
      .set({ creator_id: null, paused_by_creator: 0 })
      .where('id', '=', accountId)
      .execute();
    await moveCreatorHistory(db, 'out', { accountId, creatorId });
    return 'unlinked';
  });
}

/** Files an account, whose row is locked, under another category: the sums of both follow. */
export async function fileUnder(db: Kysely<Schema>, account: AccountRow, category: string | null): Promise<void> {
  if (category === account.category) return;
  await moveCategoryHistory(db, 'out', rolledOf(account));
  await moveCategoryHistory(db, 'in', rolledOf({ ...account, category }));
  await db.updateTable('accounts').set({ category }).where('id', '=', account.id).execute();
}

/**
 * Deletes an account with its posts and their history, and takes it out of every sum. Where it only had the new name of an
 * account that is tracked under its old one, that one gets the name.
 */
export function deleteAccount(
  writer: Writer,
  { organizationId, accountId }: { organizationId: string; accountId: string },
): Promise<'deleted' | 'no_account'> {
  return inTransaction(writer, async (db) => {
    await lockNames(writer.dialect, db, organizationId);
    const account = await lockAccount(writer.dialect, db, { organizationId, accountId });
    if (account === undefined) return 'no_account';
    if (account.creator_id !== null) {
      await moveCreatorHistory(db, 'out', { accountId, creatorId: account.creator_id });
    }
    await moveCategoryHistory(db, 'out', rolledOf(account));
    await dropOrganizationHistory(db, { organizationId, accountId });
    await db.deleteFrom('accounts').where('id', '=', accountId).execute();
    await passNameOn(db, account);
    return 'deleted';
  });
}

async function passNameOn(db: Kysely<Schema>, deleted: Selectable<Schema['accounts']>): Promise<void> {
  const { organization_id, platform, username, refused_platform_account_id, refused_at } = deleted;
  if (refused_platform_account_id === null || refused_at === null) return;
  const holder = await holderOfId(db, {
    organizationId: organization_id,
    platform,
    platformAccountId: refused_platform_account_id,
  });
  if (holder !== null) await renameAccount(db, { ...holder, organization_id, platform }, username, refused_at);
}

/** Deletes a creator with its days; its accounts stay, unlinked (the references do both). */
export function deleteCreator(
  writer: Writer,
  { organizationId, creatorId }: { organizationId: string; creatorId: string },
): Promise<'deleted' | 'no_creator'> {
  return inTransaction(writer, async (db) => {
    await db
      .updateTable('accounts')
      .set({ creator_id: null, paused_by_creator: 0 })
      .where('organization_id', '=', organizationId)
      .where('creator_id', '=', creatorId)
      .execute();
    const deleted = await db
      .deleteFrom('creators')
      .where('organization_id', '=', organizationId)
      .where('id', '=', creatorId)
      .returning('id')
      .executeTakeFirst();
    return deleted === undefined ? 'no_creator' : 'deleted';
  });
}
