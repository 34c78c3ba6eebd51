import type { Kysely } from 'kysely';
import { linkTokenHash, newLinkToken } from '../keys/link-token.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { linkMinutes } from './letters/write-letter.ts';

export type LinkPurpose = Schema['mail_links']['purpose'];

/** Whom a link was sent to. */
export interface LinkOwner {
  personId: string;
  address: string;
}

interface NewLink extends LinkOwner {
  mailId: string;
  purpose: LinkPurpose;
}

/**
 * A token for a link of a mail that is sent now; of an earlier try of the same mail none works any more. What the database
 * keeps is its hash, so that nobody who reads it has a link.
 */
export async function newMailLink(
  { write }: Pick<Store, 'write'>,
  { now, randomBytes }: { now: () => number; randomBytes: (size: number) => Uint8Array },
  { mailId, purpose, personId, address }: NewLink,
): Promise<string> {
  const token = newLinkToken(randomBytes);
  await write.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('mail_links').where('mail_id', '=', mailId).execute();
    await transaction
      .insertInto('mail_links')
      .values({
        token_hash: linkTokenHash(token),
        mail_id: mailId,
        purpose,
        person_id: personId,
        address,
        expires_at: new Date(now() + linkMinutes * 60_000).toISOString(),
      })
      .execute();
  });
  return token;
}

/** Whose link this is; null for one that is over, used, or void since its person has another address. Found by its hash. */
export async function readMailLink(
  database: Kysely<Schema>,
  token: string,
  purpose: LinkPurpose,
  now: number,
): Promise<LinkOwner | null> {
  const found = await database
    .selectFrom('mail_links')
    .innerJoin('people', 'people.id', 'mail_links.person_id')
    .select(['mail_links.person_id', 'mail_links.address'])
    .where('mail_links.token_hash', '=', linkTokenHash(token))
    .where('mail_links.purpose', '=', purpose)
    .where('mail_links.expires_at', '>', new Date(now).toISOString())
    .whereRef('people.email', '=', 'mail_links.address')
    .executeTakeFirst();
  return found === undefined ? null : { personId: found.person_id, address: found.address };
}

/** The same, and uses it up with all others of its person and purpose: true once, of however many at once. */
export async function useMailLink(
  transaction: Kysely<Schema>,
  token: string,
  purpose: LinkPurpose,
  now: number,
): Promise<LinkOwner | null> {
  const owner = await readMailLink(transaction, token, purpose, now);
  if (owner === null) return null;
  const used = await transaction
    .deleteFrom('mail_links')
    .where('token_hash', '=', linkTokenHash(token))
    .returning('person_id')
    .executeTakeFirst();
  if (used === undefined) return null;
  await transaction
    .deleteFrom('mail_links')
    .where('person_id', '=', owner.personId)
    .where('purpose', '=', purpose)
    .execute();
  return owner;
}
