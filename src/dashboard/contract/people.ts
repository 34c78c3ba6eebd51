import { z } from 'zod';
import { instant, noBody, nothing, uuid } from '../../contract/fields.ts';
import { one } from '../../contract/resources/envelope.ts';
import { route } from './route.ts';
import { email, password, plainName, role, session, urlKeys } from './session.ts';

export const member = z.object({
  type: z.literal('member'),
  id: z.string(),
  person_id: z.string(),
  name: z.string(),
  /** An address, or the sign-in name of who lost theirs to somebody who proved it. */
  email: z.string(),
  /** Whether a provider of sign-ins has vouched for the address. */
  address_proven: z.boolean(),
  role,
  joined_at: instant,
  is_you: z.boolean(),
});

/** What a list says of an invitation: never its link. */
export const invitation = z.object({
  type: z.literal('invitation'),
  id: z.string(),
  email: z.string(),
  role,
  invited_by: z.string(),
  created_at: instant,
  expires_at: instant,
  expired: z.boolean(),
  /**
   * Why it lets nobody in though nobody revoked it by hand; null while it does. `upgrade`: its link was shown in every list
   * once. `role`, `removal`, `suspension`: whoever made it could no longer make it, since then.
   */
  revoked_because: z.enum(['upgrade', 'role', 'removal', 'suspension']).nullable(),
});

/**
 * What to pass on to the invited person: in the answer that makes it, and nowhere after. Whoever has lost it has a new one
 * made. `mailed`: whether a mail with it goes to them besides, as it does where this server sends mail.
 */
const linkedInvitation = invitation.extend({ link: z.string(), mailed: z.boolean() });

/**
 * What the holder of an invitation link is shown before accepting. Not whether the address has an account: whoever made
 * the invitation holds its link.
 */
const invitationPreview = z.object({
  type: z.literal('invitation_preview'),
  organization_name: z.string(),
  email: z.string(),
  role,
  invited_by: z.string(),
  expires_at: instant,
});

const shared = { params: nothing, query: nothing, body: noBody, method: 'GET' } as const;
const memberId = z.strictObject({ member_id: uuid });
const invitationId = z.strictObject({ invitation_id: uuid });

export const peopleRoutes = {
  /**
   * By an owner of another one, or by anybody with SIGN_UP=open, but by nobody of a suspended one; the session moves into
   * it.
   */
  create_organization: route({
    ...shared,
    id: 'create_organization',
    method: 'POST',
    path: '/organizations',
    noun: 'organization',
    access: 'person',
    makes: 'organizations',
    body: z.strictObject({ name: plainName }),
    answers: { 201: one(session) },
  }),
  update_organization: route({
    ...shared,
    id: 'update_organization',
    method: 'PATCH',
    path: '/organization',
    noun: 'organization',
    access: 'admin',
    body: z.strictObject({ name: plainName.optional(), url_keys: urlKeys.optional() }),
    answers: { 200: one(session) },
  }),
  leave_organization: route({
    ...shared,
    id: 'leave_organization',
    method: 'POST',
    path: '/organization/leave',
    noun: 'organization',
    access: 'viewer',
    answers: { 200: one(session) },
  }),
  list_members: route({
    ...shared,
    id: 'list_members',
    path: '/members',
    noun: 'member',
    access: 'member',
    answers: { 200: z.object({ data: z.array(member) }) },
  }),
  /** Only owners make owners, and change what an owner is. The last owner stays one: 409. */
  update_member: route({
    ...shared,
    id: 'update_member',
    method: 'PATCH',
    path: '/members/{member_id}',
    noun: 'member',
    access: 'admin',
    params: memberId,
    body: z.strictObject({ role }),
    answers: { 200: one(member) },
  }),
  remove_member: route({
    ...shared,
    id: 'remove_member',
    method: 'DELETE',
    path: '/members/{member_id}',
    noun: 'member',
    access: 'admin',
    params: memberId,
    answers: { 204: null },
  }),
  /** Those that nobody has accepted, without their links. One for an owner is there for owners only. */
  list_invitations: route({
    ...shared,
    id: 'list_invitations',
    path: '/invitations',
    noun: 'invitation',
    access: 'admin',
    answers: { 200: z.object({ data: z.array(invitation) }) },
  }),
  create_invitation: route({
    ...shared,
    id: 'create_invitation',
    method: 'POST',
    path: '/invitations',
    noun: 'invitation',
    access: 'admin',
    secretAnswer: true,
    makes: 'invitations',
    body: z.strictObject({ email, role }),
    answers: { 201: one(linkedInvitation) },
  }),
  /** A new link, for a week from now, by whoever asks for it: the one before is void. Only an owner does it for an owner. */
  renew_invitation: route({
    ...shared,
    id: 'renew_invitation',
    method: 'POST',
    path: '/invitations/{invitation_id}/renew',
    noun: 'invitation',
    access: 'admin',
    secretAnswer: true,
    makes: 'invitations',
    params: invitationId,
    answers: { 201: one(linkedInvitation) },
  }),
  revoke_invitation: route({
    ...shared,
    id: 'revoke_invitation',
    method: 'DELETE',
    path: '/invitations/{invitation_id}',
    noun: 'invitation',
    access: 'admin',
    params: invitationId,
    answers: { 204: null },
  }),
  /** `token` is what stands behind `#` in the link: in the body, so that no log and no Referer holds it. */
  preview_invitation: route({
    ...shared,
    id: 'preview_invitation',
    method: 'POST',
    path: '/invitations/preview',
    noun: 'invitation',
    access: 'open',
    body: z.strictObject({ token: z.string().min(1).max(128) }),
    answers: { 200: one(invitationPreview) },
  }),
  /**
   * Signed in: needs the invited address, else 403. Not signed in: the `password` of an account under that address, or
   * `name` and a new `password` for who has none; what does not fit is 401, and does not say why.
   */
  accept_invitation: route({
    ...shared,
    id: 'accept_invitation',
    method: 'POST',
    path: '/invitations/accept',
    noun: 'invitation',
    access: 'open',
    body: z.strictObject({
      token: z.string().min(1).max(128),
      name: plainName.optional(),
      password: password.optional(),
    }),
    answers: { 200: one(session) },
  }),
};
