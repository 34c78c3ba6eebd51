import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { writeChange } from '../../audit/write-change.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { member } from '../contract/people.ts';
import { atLeast, type Role } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';

export type Member = z.output<typeof member>;

/** Who acts on the members of an organization. */
export interface Actor {
  organizationId: string;
  personId: string;
  role: Role;
}

/** Oldest first. */
export async function listMembers(
  { read }: Pick<Store, 'read'>,
  { organizationId, personId }: Pick<Actor, 'organizationId' | 'personId'>,
): Promise<Member[]> {
  const rows = await read
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person_id')
    .select(['members.id', 'members.person_id', 'members.role', 'members.created_at', 'people.name', 'people.email'])
    .where('members.organization_id', '=', organizationId)
    .orderBy('members.created_at')
    .orderBy('members.id')
    .execute();
  return rows.map((row) => ({
    type: 'member',
    id: row.id,
    person_id: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    joined_at: new Date(row.created_at).toISOString(),
    is_you: row.person_id === personId,
  }));
}

/** @throws Problem NOT_FOUND; FORBIDDEN where only an owner may; CONFLICT for the last owner */
export async function changeRole(context: DashboardContext, actor: Actor, memberId: string, role: Role): Promise<void> {
  const { keys } = context;
  await keys.store.write.transaction().execute(async (transaction) => {
    const target = await changeable(transaction, actor, memberId);
    if (role === 'owner') requireOwner(actor);
    if (target.role === 'owner' && role !== 'owner') await requireAnotherOwner(transaction, actor);
    await transaction
      .updateTable('members')
      .set({ role })
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', memberId)
      .execute();
    if (!atLeast(role, 'admin')) await revokeInvitationsOf(transaction, actor.organizationId, target.person_id);
    const facts = { person: target.person_id, from: target.role, to: role };
    await writeChange(transaction, keys, { ...written(actor), event: 'member.role_changed', facts });
  });
}

/** Takes somebody, or the actor, out of the organization. @throws as `changeRole` */
export async function removeMember(context: DashboardContext, actor: Actor, memberId: string): Promise<void> {
  const { keys } = context;
  await keys.store.write.transaction().execute(async (transaction) => {
    const target = await changeable(transaction, actor, memberId);
    if (target.role === 'owner') await requireAnotherOwner(transaction, actor);
    await transaction
      .deleteFrom('members')
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', memberId)
      .execute();
    await revokeInvitationsOf(transaction, actor.organizationId, target.person_id);
    const event = target.person_id === actor.personId ? 'member.left' : 'member.removed';
    await writeChange(transaction, keys, {
      ...written(actor),
      event,
      facts: { person: target.person_id, role: target.role },
    });
  });
}

/** An actor in the words of the audit trail. */
export function written({ organizationId, personId }: Actor): { organizationId: string; by: string } {
  return { organizationId, by: personId };
}

/** The member as it is now, with the organization held: of two owners who remove each other at once, one stays. */
async function changeable(transaction: Kysely<Schema>, actor: Actor, memberId: string) {
  await holdOrganization(transaction, actor.organizationId);
  const target = await transaction
    .selectFrom('members')
    .select(['person_id', 'role'])
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', memberId)
    .executeTakeFirst();
  if (target === undefined) throw notFound('member');
  if (target.role === 'owner') requireOwner(actor);
  return target;
}

/** A write that changes nothing takes the row's lock on PostgreSQL; on SQLite the transaction has the only one already. */
async function holdOrganization(transaction: Kysely<Schema>, organizationId: string): Promise<void> {
  await transaction
    .updateTable('organizations')
    .set((row) => ({ name: row.ref('name') }))
    .where('id', '=', organizationId)
    .execute();
}

/** Whoever may invite nobody any more must not come back by a link made before. */
async function revokeInvitationsOf(
  transaction: Kysely<Schema>,
  organizationId: string,
  personId: string,
): Promise<void> {
  await transaction
    .updateTable('invitations')
    .set({ status: 'canceled' })
    .where('organization_id', '=', organizationId)
    .where('inviter_id', '=', personId)
    .where('status', '=', 'pending')
    .execute();
}

function requireOwner({ role }: Actor): void {
  if (role !== 'owner') throw new Problem('FORBIDDEN', 'Only an owner makes owners, and changes or removes one.');
}

async function requireAnotherOwner(transaction: Kysely<Schema>, { organizationId }: Actor): Promise<void> {
  const owners = await transaction
    .selectFrom('members')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', '=', 'owner')
    .limit(2)
    .execute();
  if (owners.length < 2) {
    throw new Problem('CONFLICT', 'The last owner stays: make somebody else an owner first.');
  }
}
