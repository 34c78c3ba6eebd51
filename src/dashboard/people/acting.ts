import type { Kysely } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import { holdOrganization } from '../../organizations/hold-organization.ts';
import type { Schema } from '../../store/schema.ts';
import { atLeast, type Role } from '../contract/route.ts';

/** Who acts on the people of an organization. What they are there is asked in the transaction that acts. */
export interface Actor {
  organizationId: string;
  personId: string;
}

/** An actor in the words of the audit trail. */
export function written({ organizationId, personId }: Actor): { organizationId: string; by: string } {
  return { organizationId, by: personId };
}

/**
 * What the actor is now, with the organization held: of two owners who remove each other at once one stays, and whoever
 * was demoted a moment ago does nothing as what they were.
 * @throws Problem FORBIDDEN
 */
export async function actingRole(transaction: Kysely<Schema>, actor: Actor, needed: Role): Promise<Role> {
  const { organizationId, personId } = actor;
  await holdOrganization(transaction, organizationId);
  const acting = await transaction
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.organization_id')
    .select(['members.role', 'organizations.suspended_at'])
    .where('members.organization_id', '=', organizationId)
    .where('members.person_id', '=', personId)
    .executeTakeFirst();
  if (acting === undefined) throw new Problem('FORBIDDEN', 'You are no member of this organization any more.');
  if (acting.suspended_at !== null) throw new Problem('FORBIDDEN', 'This organization is suspended.');
  if (!atLeast(acting.role, needed)) {
    throw new Problem('FORBIDDEN', `This needs the role ${needed}; you are ${acting.role} here.`);
  }
  return acting.role;
}
