import type { Kysely } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import { linkTokenHash } from '../../keys/link-token.ts';
import type { RevocationReason, Schema } from '../../store/schema.ts';
import { mayInvite } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';

/** The open invitation that a link names. @throws Problem NOT_FOUND for one that is unknown, used, revoked or expired */
export async function openInvitation({ keys }: DashboardContext, token: string): Promise<OpenInvitation> {
  const row = await selectInvitations(keys.store.read)
    .where('invitations.token_hash', '=', linkTokenHash(token))
    .executeTakeFirst();
  if (row === undefined || !isOpen(row, keys.now())) {
    throw new Problem('NOT_FOUND', 'This invitation does not work, or not any more. Ask for a new link.');
  }
  return row;
}

/** Whether somebody who comes with its link is let in. */
export function isOpen(row: OpenInvitation, now: number): boolean {
  return row.status === 'pending' && reasonAgainst(row) === null && !hasExpired(row, now);
}

export function hasExpired({ expires_at }: Pick<OpenInvitation, 'expires_at'>, now: number): boolean {
  return new Date(expires_at).getTime() <= now;
}

/**
 * Why it lets nobody in, whether it was revoked for that or the reason is seen only now: an older process beside this one
 * revokes nothing when it takes a role.
 */
export function reasonAgainst(row: OpenInvitation): RevocationReason | null {
  if (row.revoked_because !== null) return row.revoked_because;
  if (row.token_hash === null) return 'upgrade';
  if (row.suspended_at !== null) return 'suspension';
  if (row.inviter_role === null) return 'removal';
  return mayInvite(row.inviter_role, row.role) ? null : 'role';
}

/** Invitations with all that decides whether they are open. */
export function selectInvitations(database: Kysely<Schema>) {
  return database
    .selectFrom('invitations')
    .innerJoin('organizations', 'organizations.id', 'invitations.organization_id')
    .innerJoin('people as inviter', 'inviter.id', 'invitations.inviter_id')
    .leftJoin('members as maker', (join) =>
      join
        .onRef('maker.organization_id', '=', 'invitations.organization_id')
        .onRef('maker.person_id', '=', 'invitations.inviter_id'),
    )
    .select([
      'invitations.id',
      'invitations.organization_id',
      'invitations.email',
      'invitations.role',
      'invitations.status',
      'invitations.token_hash',
      'invitations.revoked_because',
      'invitations.created_at',
      'invitations.expires_at',
      'organizations.name as organization_name',
      'organizations.suspended_at',
      'inviter.name as inviter_name',
      'maker.role as inviter_role',
    ]);
}

export type OpenInvitation = Awaited<ReturnType<ReturnType<typeof selectInvitations>['executeTakeFirstOrThrow']>>;
