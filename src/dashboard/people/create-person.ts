import { type Kysely, sql } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import type { MemberRole, Schema } from '../../store/schema.ts';

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  /** As better-auth hashes passwords; made before the transaction begins. Null for who signs in by a provider. */
  passwordHash: string | null;
  /** Whether a provider has vouched for the address. */
  proven: boolean;
}

interface Outside {
  now: () => number;
  newId: () => string;
}

/**
 * Writes a person as better-auth would, so that who they are and what they belong to is one transaction. Answers false,
 * with nothing written, where the address has an account.
 */
export async function insertPerson(
  transaction: Kysely<Schema>,
  person: NewPerson,
  { now, newId }: Outside,
): Promise<boolean> {
  const at = new Date(now()).toISOString();
  const dates = { created_at: at, updated_at: at };
  const inserted = await transaction
    .insertInto('people')
    .values({
      id: person.id,
      email: person.email,
      name: person.name,
      // A literal: the two databases take different values for it.
      email_verified: person.proven ? sql<boolean>`true` : sql<boolean>`false`,
      image: null,
      ...dates,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  if (person.passwordHash !== null) {
    const ids = { id: newId(), person_id: person.id, provider_id: 'credential', account_id: person.id };
    await transaction
      .insertInto('sign_in_accounts')
      .values({ ...ids, password: person.passwordHash, ...dates })
      .execute();
  }
  return true;
}

/** For who wants an account under an address that has one: as little as can be said where it cannot be made. */
export function addressTaken(): Problem {
  return new Problem(
    'CONFLICT',
    'No account can be made under this address. If it is yours and you have been here before, sign in with it.',
  );
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
