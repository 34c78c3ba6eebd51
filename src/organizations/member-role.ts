import type { Kysely } from 'kysely';
import { Problem } from '../contract/problem.ts';
import type { MemberRole, Schema } from '../store/schema.ts';
import { holdOrganization } from './hold-organization.ts';

/**
 * What somebody is in an organization now, with the organization held: whoever is put out or made less at this moment does
 * nothing as what they were.
 * @throws Problem FORBIDDEN for who is no member, and for a suspended organization
 */
export async function heldRole(
  transaction: Kysely<Schema>,
  { organizationId, personId }: { organizationId: string; personId: string },
): Promise<MemberRole> {
  await holdOrganization(transaction, organizationId);
  const member = await transaction
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.organization_id')
    .select(['members.role', 'organizations.suspended_at'])
    .where('members.organization_id', '=', organizationId)
    .where('members.person_id', '=', personId)
    .executeTakeFirst();
  if (member === undefined) throw new Problem('FORBIDDEN', 'You are no member of this organization any more.');
  if (member.suspended_at !== null) throw new Problem('FORBIDDEN', 'This organization is suspended.');
  return member.role;
}
