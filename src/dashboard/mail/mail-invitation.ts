import type { Kysely } from 'kysely';
import { post } from '../../notify/outbox/post.ts';
import { sealLink } from '../../notify/seal-link.ts';
import type { Schema } from '../../store/schema.ts';
import type { DashboardContext } from '../dashboard-context.ts';

/** A mail with an invitation's link, sealed: slow work, so done before the transaction. */
export interface SealedInvitation {
  id: string;
  sealedLink: string;
}

/** Null where this server sends no mail. */
export async function sealInvitation(
  { keys, mail }: Pick<DashboardContext, 'keys' | 'mail'>,
  link: string,
): Promise<SealedInvitation | null> {
  if (mail === null) return null;
  const id = keys.newId();
  return { id, sealedLink: await sealLink(keys.secrets.current(), link, id) };
}

interface Invited {
  organization_id: string;
  organization_name: string;
  email: string;
  role: string;
  inviter_name: string;
  expires_at: string | Date;
}

/** Posts it in the transaction that makes the link. @returns whether a mail goes out: not where the address got enough today */
export async function postInvitation(
  transaction: Kysely<Schema>,
  { keys }: Pick<DashboardContext, 'keys'>,
  sealed: SealedInvitation | null,
  invited: Invited,
): Promise<boolean> {
  if (sealed === null) return false;
  const posted = await post(transaction, keys.now(), {
    ...sealed,
    kind: 'invitation',
    occasion: `invitation:${sealed.id}`,
    address: invited.email,
    organizationId: invited.organization_id,
    facts: {
      organization: invited.organization_name,
      inviter: invited.inviter_name,
      role: invited.role,
      ends: new Date(invited.expires_at).toISOString(),
    },
  });
  return posted === 'posted';
}
