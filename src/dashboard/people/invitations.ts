import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { writeChange } from '../../audit/write-change.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import type { Schema } from '../../store/schema.ts';
import { asProblem } from '../auth/auth-call.ts';
import type { invitation } from '../contract/people.ts';
import type { Role } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { type Actor, written } from './members.ts';

export type ShownInvitation = z.output<typeof invitation>;

/** Those that nobody has accepted, newest first; expired ones too, so that one can see why a link no longer works. */
export async function listInvitations(context: DashboardContext, organizationId: string): Promise<ShownInvitation[]> {
  const rows = await selectPending(context.keys.store.read)
    .where('invitations.organization_id', '=', organizationId)
    .orderBy('invitations.created_at', 'desc')
    .orderBy('invitations.id')
    .execute();
  return rows.map((row) => shown(row, context));
}

const refusals = {
  YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE: ['FORBIDDEN', 'Only an owner invites another owner.'],
  USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION: ['CONFLICT', 'This person is a member already.'],
  USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION: [
    'CONFLICT',
    'This address has an invitation already: pass on its link, or revoke it first.',
  ],
  INVITATION_LIMIT_REACHED: ['CONFLICT', 'Too many invitations are open: revoke some first.'],
} as const;

/**
 * Invites somebody; the answer holds the link to pass on. better-auth decides who may invite whom.
 * @throws Problem FORBIDDEN for an owner invited by somebody else, CONFLICT
 */
export async function invite(
  context: DashboardContext,
  actor: Actor,
  wish: { email: string; role: Role; headers: Headers },
): Promise<ShownInvitation> {
  const { keys } = context;
  const invited = (await context.auth()).api.createInvitation({
    body: { email: wish.email, role: wish.role, organizationId: actor.organizationId },
    headers: wish.headers,
  });
  const { id } = await asProblem(invited, refusals);
  await writeChange(keys.store.write, keys, {
    ...written(actor),
    event: 'invitation.created',
    facts: { email: wish.email, role: wish.role },
  });
  const row = await selectPending(keys.store.write)
    .where('invitations.organization_id', '=', actor.organizationId)
    .where('invitations.id', '=', id)
    .executeTakeFirstOrThrow();
  return shown(row, context);
}

/** @throws Problem NOT_FOUND, also for one that was accepted meanwhile */
export async function revokeInvitation(context: DashboardContext, actor: Actor, invitationId: string): Promise<void> {
  const { keys } = context;
  await keys.store.write.transaction().execute(async (transaction) => {
    const revoked = await transaction
      .updateTable('invitations')
      .set({ status: 'canceled' })
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', invitationId)
      .where('status', '=', 'pending')
      .returning('email')
      .executeTakeFirst();
    if (revoked === undefined) throw notFound('invitation');
    await writeChange(transaction, keys, {
      ...written(actor),
      event: 'invitation.revoked',
      facts: { email: revoked.email },
    });
  });
}

/** The open invitation that a link names. @throws Problem NOT_FOUND for one that is unknown, used, revoked or expired */
export async function openInvitation({ keys }: DashboardContext, token: string) {
  const row = await selectPending(keys.store.read).where('invitations.id', '=', token).executeTakeFirst();
  if (row === undefined || new Date(row.expires_at).getTime() <= keys.now()) {
    throw new Problem('NOT_FOUND', 'This invitation does not work, or not any more. Ask for a new link.');
  }
  return row;
}

export type OpenInvitation = Awaited<ReturnType<typeof openInvitation>>;

function selectPending(database: Kysely<Schema>) {
  return database
    .selectFrom('invitations')
    .innerJoin('organizations', 'organizations.id', 'invitations.organization_id')
    .innerJoin('people as inviter', 'inviter.id', 'invitations.inviter_id')
    .leftJoin('people as invited', 'invited.email', 'invitations.email')
    .select([
      'invitations.id',
      'invitations.organization_id',
      'invitations.email',
      'invitations.role',
      'invitations.created_at',
      'invitations.expires_at',
      'organizations.name as organization_name',
      'inviter.name as inviter_name',
      'invited.id as invited_id',
    ])
    .where('invitations.status', '=', 'pending');
}

function shown(row: OpenInvitation, { keys, config }: DashboardContext): ShownInvitation {
  const expiresAt = new Date(row.expires_at);
  return {
    type: 'invitation',
    id: row.id,
    email: row.email,
    role: row.role,
    invited_by: row.inviter_name,
    created_at: new Date(row.created_at).toISOString(),
    expires_at: expiresAt.toISOString(),
    expired: expiresAt.getTime() <= keys.now(),
    // Behind `#`: it reaches no log and no Referer.
    link: `${config.publicUrls.dashboard}/invite#${row.id}`,
  };
}
