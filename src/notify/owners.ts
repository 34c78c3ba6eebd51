import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';

export interface Recipient {
  personId: string;
  address: string;
}

/**
 * The owners of an organization that mail is for. Where anybody may sign up, only those whose address is proven: else an
 * account under somebody else's address would have our mail sent there. Of a suspended organization nobody.
 */
export async function ownersOf(
  database: Kysely<Schema>,
  organizationId: string,
  signUp: 'invite' | 'open',
): Promise<readonly Recipient[]> {
  const owners = await database
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person_id')
    .innerJoin('organizations', 'organizations.id', 'members.organization_id')
    .select(['people.id', 'people.email', 'people.email_verified'])
    .where('members.organization_id', '=', organizationId)
    .where('members.role', '=', 'owner')
    .where('organizations.suspended_at', 'is', null)
    .execute();
  return owners
    .filter(({ email_verified: proven }) => signUp === 'invite' || Boolean(proven))
    .map(({ id, email }) => ({ personId: id, address: email }));
}
