import type { Kysely } from 'kysely';
import type { MailKind, Schema } from '../../store/schema.ts';
import type { FactsOf } from '../letters/facts.ts';

export interface NewMail<Kind extends MailKind> {
  id: string;
  kind: Kind;
  /** What it is for: of two with the same occasion one is sent. */
  occasion: string;
  address: string;
  organizationId: string | null;
  facts: FactsOf<Kind>;
  /** Only an invitation's; the links of others are made when they are sent. */
  sealedLink?: string | null;
}

/** `known`: there is one of this occasion. `over_limit`: the address got enough of them today, and nothing was written. */
export type Posted = 'posted' | 'known' | 'over_limit' | 'no_address';

const dayMs = 86_400_000;
/** What an address gets in 24 hours. Those that anybody can ask for leave room for those that warn. */
export const mostADay = 20;
const mostAskedForADay = 5;
const askedFor: readonly MailKind[] = ['password_reset', 'address_proof'];

/** Puts a mail where the sender finds it: in a transaction it is posted with what that does, or not at all. */
export async function post<Kind extends MailKind>(
  database: Kysely<Schema>,
  now: number,
  mail: NewMail<Kind>,
): Promise<Posted> {
  if (!isMailable(mail.address)) return 'no_address';
  if (await hasEnough(database, now, mail)) return 'over_limit';
  const at = new Date(now).toISOString();
  const inserted = await database
    .insertInto('mails')
    .values({
      id: mail.id,
      occasion: mail.occasion,
      kind: mail.kind,
      address: mail.address,
      organization_id: mail.organizationId,
      facts: JSON.stringify(mail.facts),
      sealed_link: mail.sealedLink ?? null,
      state: 'waiting',
      claim: null,
      tries: 0,
      created_at: at,
      next_try_at: at,
      handed_at: null,
      settled_at: null,
    })
    .onConflict((conflict) => conflict.column('occasion').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted === undefined ? 'known' : 'posted';
}

/** Whether there is an address at all: sign-in names of accounts that lost theirs end like this (RFC 2606). */
export function isMailable(address: string): boolean {
  return !address.endsWith('.invalid');
}

async function hasEnough(
  database: Kysely<Schema>,
  now: number,
  { address, kind }: { address: string; kind: MailKind },
): Promise<boolean> {
  const posted = await database
    .selectFrom('mails')
    .select('kind')
    .where('address', '=', address)
    .where('created_at', '>', new Date(now - dayMs).toISOString())
    .limit(mostADay)
    .execute();
  if (posted.length >= mostADay) return true;
  return askedFor.includes(kind) && posted.filter((one) => askedFor.includes(one.kind)).length >= mostAskedForADay;
}
