import { type Kysely, sql } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import type { MemberRole, Schema } from '../../store/schema.ts';

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  /** As better-auth hashes passwords; made before the transaction begins. */
  passwordHash: string;
  /** An owner's link vouches for the address; without that a provider's account of the same address is never linked to it. */
  vouchedFor: boolean;
}

/**
 * Writes a person who signs in by password, as better-auth would, so that who they are and what they belong to is one
 * transaction.
 * @throws Problem CONFLICT where the address has an account
 */
export async function insertPerson(
  transaction: Kysely<Schema>,
  person: NewPerson,
  { now, newId }: { now: number; newId: () => string },
): Promise<void> {
  const at = new Date(now).toISOString();
  const dates = { created_at: at, updated_at: at };
  const inserted = await transaction
    .insertInto('people')
    .values({
      id: person.id,
      email: person.email,
      name: person.name,
      // A literal: the two databases take different values for it.
      email_verified: person.vouchedFor ? sql<boolean>`true` : sql<boolean>`false`,
      image: null,
      ...dates,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) {
    throw new Problem('CONFLICT', 'There is an account with this address: sign in with it.');
  }
  await transaction
    .insertInto('sign_in_accounts')
    .values({
      id: newId(),
      person_id: person.id,
      provider_id: 'credential',
      account_id: person.id,
      password: person.passwordHash,
      ...dates,
    })
    .execute();
}

/** Makes a person part of an organization. */
export async function insertMember(
  transaction: Kysely<Schema>,
  member: { id: string; organizationId: string; personId: string; role: MemberRole },
  now: number,
): Promise<void> {
  await transaction
    .insertInto('members')
    .values({
      id: member.id,
      organization_id: member.organizationId,
      person_id: member.personId,
      role: member.role,
      created_at: new Date(now).toISOString(),
    })
    .execute();
}
