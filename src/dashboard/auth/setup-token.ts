import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

const fact = 'setup_token_hash';

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

/**
 * The one-time link for the first owner, which the start prints; null once there is an owner. Each call makes the links
 * before it void. The token stands behind `#`, so that no log and no Referer ever holds it; the database has its hash.
 */
export async function setupLink(setting: {
  store: Store;
  randomBytes: (size: number) => Uint8Array;
  publicUrl: string;
}): Promise<string | null> {
  const { store, randomBytes, publicUrl } = setting;
  if (await hasOwner(store.write)) return null;
  const token = Buffer.from(randomBytes(32)).toString('base64url');
  const value = hashOf(token).toString('base64url');
  await store.write
    .insertInto('instance_facts')
    .values({ name: fact, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  return `${publicUrl}/setup#${token}`;
}

/** Whether the token is the present one; changes nothing. */
export async function isSetupToken(database: Kysely<Schema>, token: string): Promise<boolean> {
  const stored = await database
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', fact)
    .executeTakeFirst();
  if (stored === undefined) return false;
  const expected = Buffer.from(stored.value, 'base64url');
  const given = hashOf(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * Uses the token up: true for one caller only, of however many at once. Its row is what they fight for, so this holds
 * on both databases; the statement compares hashes of 256 random bits, whose order tells nothing.
 */
export async function useSetupToken(transaction: Kysely<Schema>, token: string): Promise<boolean> {
  const used = await transaction
    .deleteFrom('instance_facts')
    .where('name', '=', fact)
    .where('value', '=', hashOf(token).toString('base64url'))
    .executeTakeFirst();
  return used.numDeletedRows === 1n;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
