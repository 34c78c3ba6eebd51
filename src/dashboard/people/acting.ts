import type { Kysely } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import { heldRole } from '../../organizations/member-role.ts';
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
  const role = await heldRole(transaction, actor);
  if (!atLeast(role, needed)) {
    throw new Problem('FORBIDDEN', `This needs the role ${needed}; you are ${role} here.`);
  }
  return role;
}
