import { type Kysely, sql } from 'kysely';
import { type ChangeEntry, type Witness, writeChange } from '../../audit/write-change.ts';
import type { Schema } from '../../store/schema.ts';
import { signInName } from '../contract/sign-in-name.ts';

interface Outside extends Witness {
  newId: () => string;
}

interface Loss {
  personId: string;
  email: string;
  /** Who took it, for the audit trail. Not the person who proved it: that is nobody of theirs. */
  by: string;
}

/**
 * Takes an address from an account, which keeps its password, its sessions and what it belongs to under a sign-in name. It
 * is told by its session and at its next sign-in; the organizations are told by their trails. Answers the name.
 */
export async function takeAddress(
  transaction: Kysely<Schema>,
  outside: Outside,
  { personId, email, by }: Loss,
): Promise<string> {
  const name = signInName(email, outside.newId().replaceAll('-', '').slice(-12));
  await transaction
    .updateTable('people')
    .set({
      email: name,
      email_verified: sql<boolean>`false`,
      lost_email: email,
      updated_at: new Date(outside.now()).toISOString(),
    })
    .where('id', '=', personId)
    .execute();
  const facts = { person: personId, address: email, signs_in_as: name };
  await writeOfPerson(transaction, outside, personId, { event: 'member.address_lost', by, facts });
  return name;
}

/** The account's own address is proven now: by default the one that it has. */
export async function proveAddress(
  transaction: Kysely<Schema>,
  witness: Witness,
  { personId, email }: { personId: string; email: string },
): Promise<void> {
  const updated_at = new Date(witness.now()).toISOString();
  await transaction
    .updateTable('people')
    .set({ email, email_verified: sql<boolean>`true`, lost_email: null, updated_at })
    .where('id', '=', personId)
    .execute();
  const facts = { person: personId, address: email };
  await writeOfPerson(transaction, witness, personId, { event: 'member.address_proven', by: personId, facts });
}

/** Writes down in every organization of a person what happened to their account; without one, in that of the installation. */
export async function writeOfPerson(
  transaction: Kysely<Schema>,
  witness: Witness,
  personId: string,
  entry: Omit<ChangeEntry, 'organizationId'>,
): Promise<void> {
  const memberships = await transaction
    .selectFrom('members')
    .select('organization_id')
    .where('person_id', '=', personId)
    .execute();
  const organizations = memberships.length === 0 ? [null] : memberships.map((each) => each.organization_id);
  for (const organizationId of organizations) await writeChange(transaction, witness, { ...entry, organizationId });
}
