import type { Kysely, Selectable } from 'kysely';
import { lockAccount } from '../account-lock.ts';
import { idKind, type Stranger, strangerInWords, type ToldIdentity } from '../observations/told-identity.ts';
import type { Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { holderOfId, lockNames, rememberFormerName, renameAccount } from '../usernames.ts';

type Account = Selectable<Schema['accounts']>;

interface Whose {
  readonly organizationId: string;
  readonly accountId: string;
}

/** Locks an account; and first what its name and ids stand for, where what was told may change those. */
export async function lockToIdentify(
  dialect: Dialect,
  db: Kysely<Schema>,
  whose: Whose,
  told: ToldIdentity,
): Promise<Account | undefined> {
  if (dialect === 'postgres' && told.ids.length > 0 && (await mayChange(db, whose, told))) {
    await lockNames(dialect, db, whose.organizationId);
  }
  return lockAccount(dialect, db, whose);
}

async function mayChange(db: Kysely<Schema>, { organizationId, accountId }: Whose, told: ToldIdentity) {
  const known = await db
    .selectFrom('accounts')
    .leftJoin('account_ids', 'account_ids.account_id', 'accounts.id')
    .select(['accounts.username', 'account_ids.platform_account_id'])
    .where('accounts.organization_id', '=', organizationId)
    .where('accounts.id', '=', accountId)
    .execute();
  const ids = new Set(known.map(({ platform_account_id }) => platform_account_id));
  return told.ids.some((id) => !ids.has(id)) || told.names.some(({ username }) => username !== known[0]?.username);
}

/** Whether looks are at the account: then with the ids that it gets by them. */
export type Identified =
  | { readonly kind: 'same'; readonly learned: readonly { id: string; kind: string }[] }
  | { readonly kind: 'other_account'; readonly stranger: Stranger };

/** Compares what was told with what is known of a locked account. Its first id of each sort is taken as it comes. */
export async function identify(db: Kysely<Schema>, account: Account, told: ToldIdentity): Promise<Identified> {
  if (told.ids.length === 0) return { kind: 'same', learned: [] };
  const { organization_id: organizationId, platform } = account;
  const rows = await db
    .selectFrom('account_ids')
    .select(['platform_account_id', 'kind'])
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', account.id)
    .execute();
  const known = new Map(rows.map(({ kind, platform_account_id }) => [kind, platform_account_id]));
  const learned: { id: string; kind: string }[] = [];
  for (const id of told.ids) {
    const kind = idKind(platform, id);
    const own = known.get(kind);
    if (own === id) continue;
    const holder = await holderOfId(db, { organizationId, platform, platformAccountId: id });
    if (own !== undefined || holder !== null) {
      return { kind: 'other_account', stranger: { seen: id, known: own ?? null, holder } };
    }
    known.set(kind, id);
    learned.push({ id, kind });
  }
  return { kind: 'same', learned };
}

/** Keeps what looks at the account itself told: ids, and its name where that is the latest. */
export async function writeIdentity(
  db: Kysely<Schema>,
  account: Account,
  told: ToldIdentity,
  learned: Extract<Identified, { kind: 'same' }>['learned'],
): Promise<void> {
  if (told.ids.length === 0) return;
  for (const { id, kind } of learned) await insertId(db, account, id, kind);
  if (account.refused_platform_account_id !== null) await forgetStranger(db, account);
  const since = Math.max(account.profile_at ?? Number.NEGATIVE_INFINITY, Date.parse(account.added_at));
  const last = told.names.at(-1);
  for (const { username, at } of told.names) {
    if (username === account.username || username === last?.username) continue;
    await rememberFormerName(db, account, username, iso(at));
  }
  if (last === undefined || last.username === account.username) return;
  if (last.at >= since) await renameAccount(db, account, last.username, iso(last.at));
  else await rememberFormerName(db, account, last.username, iso(last.at));
}

/** Says at the account that another one was seen in its place. */
export async function refuseStranger(
  db: Kysely<Schema>,
  account: Account,
  stranger: Stranger,
  { at, nextRefreshAt }: { at: number; nextRefreshAt: string | null | undefined },
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({
      refused_platform_account_id: stranger.seen,
      refused_at: iso(at),
      refused_because: strangerInWords(account.username, stranger),
      ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
    })
    .where('organization_id', '=', account.organization_id)
    .where('id', '=', account.id)
    .execute();
}

/**
 * Somebody decides that the account that was seen goes on in the history of a locked one. `not_waiting`: that id was not
 * refused there. `held`: it is another tracked account's. Names must be locked.
 */
export async function acceptStranger(
  db: Kysely<Schema>,
  account: Account,
  id: string,
): Promise<'accepted' | 'not_waiting' | 'held'> {
  const { organization_id: organizationId, platform } = account;
  if (account.refused_platform_account_id !== id) return 'not_waiting';
  if ((await holderOfId(db, { organizationId, platform, platformAccountId: id })) !== null) return 'held';
  // Its ids of other sorts are those of the account that had the name before.
  await db
    .deleteFrom('account_ids')
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', account.id)
    .execute();
  await insertId(db, account, id, idKind(platform, id));
  await forgetStranger(db, account);
  return 'accepted';
}

async function insertId(db: Kysely<Schema>, account: Account, id: string, kind: string): Promise<void> {
  const { organization_id, platform, id: account_id } = account;
  await db
    .insertInto('account_ids')
    .values({ organization_id, platform, platform_account_id: id, kind, account_id })
    .execute();
}

async function forgetStranger(db: Kysely<Schema>, account: Account): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ refused_platform_account_id: null, refused_at: null, refused_because: null })
    .where('organization_id', '=', account.organization_id)
    .where('id', '=', account.id)
    .execute();
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
