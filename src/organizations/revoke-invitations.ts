import type { Kysely } from 'kysely';
import { type Witness, writeChange } from '../audit/write-change.ts';
import type { MemberRole, RevocationReason, Schema } from '../store/schema.ts';

/** Which open invitations of an organization, by whom they were made and for what. */
interface Revoked {
  organizationId: string;
  /** A person's id, or a program's name. */
  by: string;
  because: RevocationReason;
  /** Everybody's where left out. */
  inviterId?: string;
  /** For any role where left out. */
  roles?: readonly MemberRole[];
}

/**
 * Revokes invitations whose maker could no longer make them, in the transaction that makes it so: nobody may come back, or
 * be let in, by a link from before. They stay in the list with the reason.
 */
export async function revokeInvitations(
  transaction: Kysely<Schema>,
  witness: Witness,
  { organizationId, by, because, inviterId, roles }: Revoked,
): Promise<void> {
  // PostgreSQL takes no empty list.
  if (roles?.length === 0) return;
  let update = transaction
    .updateTable('invitations')
    .set({ status: 'canceled', revoked_because: because })
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'pending');
  if (inviterId !== undefined) update = update.where('inviter_id', '=', inviterId);
  if (roles !== undefined) update = update.where('role', 'in', roles);
  for (const { email, role } of await update.returning(['email', 'role']).execute()) {
    const facts = { email, role, because };
    await writeChange(transaction, witness, { organizationId, by, event: 'invitation.revoked', facts });
  }
}
