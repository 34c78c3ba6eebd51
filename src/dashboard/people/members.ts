import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { writeChange } from '../../audit/write-change.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import { endGrants } from '../../keys/grants/end-grants.ts';
import { revokeInvitations } from '../../organizations/revoke-invitations.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { member } from '../contract/people.ts';
import { mayInvite, type Role, roles } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { type Actor, actingRole, written } from './acting.ts';

export type Member = z.output<typeof member>;

/** Oldest first. */
export async function listMembers(
  { read }: Pick<Store, 'read'>,
  { organizationId, personId }: Actor,
): Promise<Member[]> {
  const rows = await read
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person_id')
    .select(['members.id', 'members.person_id', 'members.role', 'members.created_at'])
    .select(['people.name', 'people.email', 'people.email_verified'])
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
    address_proven: Boolean(row.email_verified),
    role: row.role,
    joined_at: new Date(row.created_at).toISOString(),
    is_you: row.person_id === personId,
  }));
}

/** @throws Problem NOT_FOUND; FORBIDDEN where only an owner may; CONFLICT for the last owner */
export async function changeRole(context: DashboardContext, actor: Actor, memberId: string, role: Role): Promise<void> {
  const { keys } = context;
  await keys.store.write.transaction().execute(async (transaction) => {
    const { target, acting } = await changeable(transaction, actor, memberId, 'admin');
    if (role === 'owner') requireOwner(acting);
    if (target.role === 'owner' && role !== 'owner') await requireAnotherOwner(transaction, actor);
    await transaction
      .updateTable('members')
      .set({ role })
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', memberId)
      .execute();
    await revokeInvitations(transaction, keys, {
      ...written(actor),
      because: 'role',
      inviterId: target.person_id,
      roles: roles.filter((invited) => !mayInvite(role, invited)),
    });
    const facts = { person: target.person_id, from: target.role, to: role };
    await writeChange(transaction, keys, { ...written(actor), event: 'member.role_changed', facts });
    // The apps of a person may do no more than the person.
    await bumpKeysRevision(transaction);
  });
  keys.changed();
}

/** Takes somebody out of the organization. @throws as `changeRole` */
export async function removeMember(context: DashboardContext, actor: Actor, memberId: string): Promise<void> {
  await takeOut(context, actor, memberId, 'admin');
}

/** Takes the actor out of the organization. @throws Problem CONFLICT for the last owner */
export async function leave(context: DashboardContext, actor: Actor, memberId: string): Promise<void> {
  await takeOut(context, actor, memberId, 'viewer');
}

async function takeOut(context: DashboardContext, actor: Actor, memberId: string, needed: Role): Promise<void> {
  const { keys } = context;
  await keys.store.write.transaction().execute(async (transaction) => {
    const { target } = await changeable(transaction, actor, memberId, needed);
    if (target.role === 'owner') await requireAnotherOwner(transaction, actor);
    await transaction
      .deleteFrom('members')
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', memberId)
      .execute();
    const because = 'removal';
    await revokeInvitations(transaction, keys, { ...written(actor), because, inviterId: target.person_id });
    const event = target.person_id === actor.personId ? 'member.left' : 'member.removed';
    await writeChange(transaction, keys, {
      ...written(actor),
      event,
      facts: { person: target.person_id, role: target.role },
    });
    await endGrants(transaction, keys, {
      organizationId: actor.organizationId,
      which: { personId: target.person_id },
      by: actor.personId,
      because: 'left',
    });
    await bumpKeysRevision(transaction);
  });
  keys.changed();
}

/** The member and the actor as they are now, with the organization held. */
async function changeable(transaction: Kysely<Schema>, actor: Actor, memberId: string, needed: Role) {
  const acting = await actingRole(transaction, actor, needed);
  const target = await transaction
    .selectFrom('members')
    .select(['person_id', 'role'])
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', memberId)
    .executeTakeFirst();
  if (target === undefined) throw notFound('member');
  if (target.role === 'owner') requireOwner(acting);
  return { target, acting };
}

function requireOwner(role: Role): void {
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
