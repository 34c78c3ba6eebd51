import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** Until somebody owns the installation, whoever finds an old log must not be able to. */
export const setupLinkHours = 24;

/** A row for each link that works: its name ends in the hash of the token, its value is when it ends. */
const prefix = 'setup_token:';
/** The character after `:`, so that everything with the prefix, and nothing else, is before this. */
const afterPrefix = 'setup_token;';
/** One row that all who would become the owner at once wait for. */
const lock = 'setup';

/** Whether somebody owns an organization: until then the only way in is the setup link. */
export async function hasOwner(database: Kysely<Schema>): Promise<boolean> {
  const owner = await database
    .selectFrom('members')
    .select('id')
    .where('role', '=', 'owner')
    .limit(1)
    .executeTakeFirst();
  return owner !== undefined;
}

export interface SetupLink {
  readonly url: string;
  readonly expiresAt: string;
}

/**
 * A one-time link for the first owner; null once there is an owner. Those made before stay: several processes on one
 * database each print one, and all of them work until one is used. The token stands behind `#`, so that no log and no
 * Referer ever holds it; the database has its hash.
 */
export async function makeSetupLink(setting: {
  store: Store;
  randomBytes: (size: number) => Uint8Array;
  now: () => number;
  publicUrl: string;
}): Promise<SetupLink | null> {
  const { store, randomBytes, now, publicUrl } = setting;
  if (await hasOwner(store.write)) return null;
  const token = Buffer.from(randomBytes(32)).toString('base64url');
  const expiresAt = new Date(now() + setupLinkHours * 3_600_000).toISOString();
  await setupTokens(store.write).where('value', '<=', new Date(now()).toISOString()).execute();
  await store.write
    .insertInto('instance_facts')
    .values({ name: prefix + hashOf(token), value: expiresAt })
    .execute();
  return { url: `${publicUrl}/setup#${token}`, expiresAt };
}

/**
 * When the link with this token ends; null for none that works. It is found by the hash of 256 random bits, so that how
 * long the look takes tells nothing of any token.
 */
export async function setupTokenEnd(database: Kysely<Schema>, token: string, now: number): Promise<string | null> {
  const found = await database
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', prefix + hashOf(token))
    .executeTakeFirst();
  return found !== undefined && Date.parse(found.value) > now ? found.value : null;
}

/** Uses all links up: true for one caller only, of however many at once and with whichever of them, on both databases. */
export async function useSetupToken(transaction: Kysely<Schema>, token: string, now: number): Promise<boolean> {
  const value = new Date(now).toISOString();
  await transaction
    .insertInto('instance_facts')
    .values({ name: lock, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  if ((await hasOwner(transaction)) || (await setupTokenEnd(transaction, token, now)) === null) return false;
  await setupTokens(transaction).execute();
  return true;
}

function setupTokens(database: Kysely<Schema>) {
  return database.deleteFrom('instance_facts').where('name', '>=', prefix).where('name', '<', afterPrefix);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
