import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';
import type { Identity, ProviderAddress } from '../auth/arrival.ts';
import { hasOwner } from '../auth/setup-token.ts';
import { isOpen, selectInvitations } from '../people/open-invitation.ts';
import type { Holder } from './decide.ts';

/** The account that an identity is linked to. */
export async function linkedTo(
  database: Kysely<Schema>,
  { issuer, subject }: Identity,
): Promise<{ personId: string } | null> {
  const link = await database
    .selectFrom('provider_links')
    .select('person_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return link === undefined ? null : { personId: link.person_id };
}

/** Whose a verified address is here. Of an address that is not verified nothing is asked. */
export async function holderOf(transaction: Kysely<Schema>, address: ProviderAddress): Promise<Holder> {
  if (address.kind !== 'verified') return { kind: 'nobody' };
  // Held until the end, so that nobody takes it from, or proves it for, the same account meanwhile (PostgreSQL).
  const person = await transaction
    .updateTable('people')
    .set((row) => ({ name: row.ref('name') }))
    .where('email', '=', address.email)
    .returning(['id', 'email_verified'])
    .executeTakeFirst();
  if (person === undefined) return { kind: 'nobody' };
  return { kind: person.email_verified ? 'proven' : 'unproven', personId: person.id };
}

/** Whether somebody with that address may make an account: after the first owner, by an invitation or where anybody may. */
export async function admits(
  database: Kysely<Schema>,
  setting: { signUp: 'invite' | 'open'; now: number },
  address: ProviderAddress,
): Promise<boolean> {
  if (address.kind !== 'verified' || !(await hasOwner(database))) return false;
  if (setting.signUp === 'open') return true;
  const invitations = await selectInvitations(database)
    .where('invitations.email', '=', address.email)
    .where('invitations.status', '=', 'pending')
    .execute();
  return invitations.some((invitation) => isOpen(invitation, setting.now));
}
