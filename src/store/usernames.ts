import type { Kysely } from 'kysely';
import { idKind } from './observations/told-identity.ts';
import type { AccountRow, Platform, Schema } from './schema.ts';
import type { Dialect } from './store.ts';

/*
 * The names that an organization's accounts have and had. Whoever gives or takes one holds the organization first, so that
 * each leads to one account at most.
 */

/** Holds the organization's names and ids of accounts until the transaction ends; before any account is locked. */
export async function lockNames(dialect: Dialect, db: Kysely<Schema>, organizationId: string): Promise<void> {
  // SQLite's transactions hold the whole file already.
  if (dialect === 'sqlite') return;
  await db.selectFrom('organizations').select('id').where('id', '=', organizationId).forNoKeyUpdate().execute();
}

interface Sought {
  readonly organizationId: string;
  readonly platform: Platform;
  /** Lower case, no `@`; null where only the id is known. */
  readonly username: string | null;
  /** The platform's id; null where it is not known. */
  readonly platformAccountId: string | null;
}

/** The account that a platform's id means, else the one that has a name, else the one that had it. */
export async function findAccount(
  db: Kysely<Schema>,
  { organizationId, platform, username, platformAccountId }: Sought,
): Promise<string | null> {
  const byId =
    platformAccountId === null ? null : await holderOfId(db, { organizationId, platform, platformAccountId });
  if (byId !== null) return byId.id;
  if (username === null) return null;
  const named = await db
    .selectFrom('accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('username', '=', username)
    .executeTakeFirst();
  const found = named ?? (await formerlyNamed(db, { organizationId, platform, username }));
  if (found === null) return null;
  return platformAccountId !== null &&
    (await hasOther(db, { organizationId, accountId: found.id, platform, platformAccountId }))
    ? null
    : found.id;
}

/** Whether an account has an id of the same sort already: the one with this id is another then. */
async function hasOther(
  db: Kysely<Schema>,
  {
    organizationId,
    accountId,
    platform,
    platformAccountId,
  }: { organizationId: string; accountId: string; platform: Platform; platformAccountId: string },
): Promise<boolean> {
  const known = await db
    .selectFrom('account_ids')
    .select('platform_account_id')
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', accountId)
    .where('kind', '=', idKind(platform, platformAccountId))
    .executeTakeFirst();
  return known !== undefined && known.platform_account_id !== platformAccountId;
}

interface Holder {
  readonly id: string;
  readonly username: string;
}

/** The account that has an id of the platform. */
export async function holderOfId(
  db: Kysely<Schema>,
  {
    organizationId,
    platform,
    platformAccountId,
  }: Omit<Sought, 'username' | 'platformAccountId'> & { platformAccountId: string },
): Promise<Holder | null> {
  const holder = await db
    .selectFrom('account_ids')
    .innerJoin('accounts', 'accounts.id', 'account_ids.account_id')
    .select(['accounts.id', 'accounts.username'])
    .where('account_ids.organization_id', '=', organizationId)
    .where('account_ids.platform', '=', platform)
    .where('account_ids.platform_account_id', '=', platformAccountId)
    .executeTakeFirst();
  return holder ?? null;
}

/** The account that had a name, with the name that it has now. */
export async function formerlyNamed(
  db: Kysely<Schema>,
  { organizationId, platform, username }: Omit<Sought, 'username' | 'platformAccountId'> & { username: string },
): Promise<Holder | null> {
  const former = await db
    .selectFrom('former_usernames')
    .innerJoin('accounts', 'accounts.id', 'former_usernames.account_id')
    .select(['accounts.id', 'accounts.username'])
    .where('former_usernames.organization_id', '=', organizationId)
    .where('former_usernames.platform', '=', platform)
    .where('former_usernames.username', '=', username)
    .executeTakeFirst();
  return former ?? null;
}

type Named = Pick<AccountRow, 'id' | 'organization_id' | 'platform' | 'username'>;

/**
 * Gives an account another name; the one that it had goes on to lead to it. Nothing changes where another account has the
 * name: that one has to be renamed or deleted first. `at` is ISO 8601.
 */
export async function renameAccount(db: Kysely<Schema>, account: Named, username: string, at: string): Promise<void> {
  const { id, organization_id, platform } = account;
  const taken = await db
    .selectFrom('accounts')
    .select('id')
    .where('organization_id', '=', organization_id)
    .where('platform', '=', platform)
    .where('username', '=', username)
    .executeTakeFirst();
  if (taken !== undefined) return;
  await db
    .updateTable('accounts')
    .set({ username })
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .execute();
  await db
    .deleteFrom('former_usernames')
    .where('organization_id', '=', organization_id)
    .where('platform', '=', platform)
    .where('username', '=', username)
    .execute();
  await db
    .insertInto('former_usernames')
    .values({ organization_id, platform, username: account.username, account_id: id, until: at })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'platform', 'username']).doUpdateSet({ account_id: id, until: at }),
    )
    .execute();
  await forgetOldest(db, organization_id, id);
}

/** A name that is told late: the account had it before the one that it has. */
export async function rememberFormerName(
  db: Kysely<Schema>,
  { id, organization_id, platform }: Named,
  username: string,
  at: string,
): Promise<void> {
  await db
    .insertInto('former_usernames')
    .values({ organization_id, platform, username, account_id: id, until: at })
    .onConflict((conflict) => conflict.columns(['organization_id', 'platform', 'username']).doNothing())
    .execute();
  await forgetOldest(db, organization_id, id);
}

/** Nobody renames so often: a source that does is wrong. */
const mostFormerNames = 50;

async function forgetOldest(db: Kysely<Schema>, organizationId: string, accountId: string): Promise<void> {
  const oldest = await db
    .selectFrom('former_usernames')
    .select(['until', 'username'])
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', accountId)
    .orderBy('until', 'desc')
    .orderBy('username')
    .offset(mostFormerNames)
    .limit(mostFormerNames)
    .execute();
  for (const { username } of oldest) {
    await db
      .deleteFrom('former_usernames')
      .where('organization_id', '=', organizationId)
      .where('account_id', '=', accountId)
      .where('username', '=', username)
      .execute();
  }
}
