import { notFound, Problem } from '../../contract/problem.ts';
import { renameOrganization, setUrlKeys } from '../../organizations/change.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { acceptInvitation } from '../people/accept-invitation.ts';
import type { Actor } from '../people/acting.ts';
import { invite, listInvitations, renewInvitation, revokeInvitation } from '../people/invitations.ts';
import { changeRole, leave, listMembers, removeMember } from '../people/members.ts';
import { moveSession } from '../people/move-session.ts';
import { openInvitation } from '../people/open-invitation.ts';
import { insertOwnedOrganization } from '../people/owned-organization.ts';
import type { Membership } from '../people/person.ts';
import { sessionAnswer } from '../people/session-answer.ts';
import type { MemberVisit } from '../people/visit.ts';
import type { MemberHandlers, OpenHandlers, PersonHandlers } from '../server/handlers.ts';

export function openPeopleHandlers(
  context: DashboardContext,
): Pick<OpenHandlers, 'preview_invitation' | 'accept_invitation'> {
  return {
    async preview_invitation({ body }) {
      const invitation = await openInvitation(context, body.token);
      return {
        status: 200,
        body: {
          data: {
            type: 'invitation_preview',
            organization_name: invitation.organization_name,
            email: invitation.email,
            role: invitation.role,
            invited_by: invitation.inviter_name,
            expires_at: new Date(invitation.expires_at).toISOString(),
          },
        },
      };
    },

    async accept_invitation({ body }, visit) {
      const { person, organizationId } = await acceptInvitation(context, visit, body);
      return { status: 200, body: await sessionAnswer(context, person, organizationId) };
    },
  };
}

export function personPeopleHandlers(context: DashboardContext): Pick<PersonHandlers, 'create_organization'> {
  const { keys } = context;
  return {
    async create_organization({ body: { name } }, { visitor, memberships }) {
      requireMaker(context.config, memberships);
      const { person, sessionId } = visitor;
      const organizationId = await keys.store.write
        .transaction()
        .execute((transaction) => insertOwnedOrganization(transaction, keys, { name, personId: person.id }));
      await moveSession(context, sessionId, organizationId);
      return { status: 201, body: await sessionAnswer(context, person, organizationId) };
    },
  };
}

type MemberPeopleRoutes = Pick<
  MemberHandlers,
  | 'update_organization'
  | 'leave_organization'
  | 'list_members'
  | 'update_member'
  | 'remove_member'
  | 'list_invitations'
  | 'create_invitation'
  | 'renew_invitation'
  | 'revoke_invitation'
>;

export function memberPeopleHandlers(context: DashboardContext): MemberPeopleRoutes {
  const { keys } = context;

  async function memberNamed(visit: MemberVisit, wanted: (member: { id: string; is_you: boolean }) => boolean) {
    const found = (await listMembers(keys.store, actorOf(visit))).find(wanted);
    if (found === undefined) throw notFound('member');
    return found;
  }

  return {
    async update_organization({ body }, visit) {
      const { organizationId, personId } = actorOf(visit);
      if (body.name !== undefined) await renameOrganization(keys, organizationId, body.name, personId);
      if (body.url_keys !== undefined) await setUrlKeys(keys, organizationId, body.url_keys, personId);
      return { status: 200, body: await sessionAnswer(context, visit.visitor.person, organizationId) };
    },

    async leave_organization(_input, visit) {
      const you = await memberNamed(visit, ({ is_you }) => is_you);
      await leave(context, actorOf(visit), you.id);
      return { status: 200, body: await sessionAnswer(context, visit.visitor.person, visit.membership.organizationId) };
    },

    async list_members(_input, visit) {
      return { status: 200, body: { data: await listMembers(keys.store, actorOf(visit)) } };
    },

    async update_member({ params: { member_id: memberId }, body: { role } }, visit) {
      await changeRole(context, actorOf(visit), memberId, role);
      return { status: 200, body: { data: await memberNamed(visit, ({ id }) => id === memberId) } };
    },

    async remove_member({ params }, visit) {
      await removeMember(context, actorOf(visit), params.member_id);
      return { status: 204 };
    },

    async list_invitations(_input, { membership }) {
      return { status: 200, body: { data: await listInvitations(context, membership) } };
    },

    async create_invitation({ body }, visit) {
      return { status: 201, body: { data: await invite(context, actorOf(visit), body) } };
    },

    async renew_invitation({ params }, visit) {
      return { status: 201, body: { data: await renewInvitation(context, actorOf(visit), params.invitation_id) } };
    },

    async revoke_invitation({ params }, visit) {
      await revokeInvitation(context, actorOf(visit), params.invitation_id);
      return { status: 204 };
    },
  };
}

/**
 * A suspension would be worth little if its people went on in an organization next to it: they make none, whatever else
 * they are in. @throws Problem FORBIDDEN
 */
function requireMaker({ signUp }: DashboardContext['config'], memberships: readonly Membership[]): void {
  if (memberships.some(({ suspended }) => suspended)) {
    throw new Problem('FORBIDDEN', 'An organization that you are in is suspended: you make no other one meanwhile.');
  }
  if (signUp !== 'open' && !memberships.some(({ role }) => role === 'owner')) {
    throw new Problem('FORBIDDEN', 'Only an owner makes another organization here.');
  }
}

function actorOf({ membership, visitor }: MemberVisit): Actor {
  return { organizationId: membership.organizationId, personId: visitor.person.id };
}
