import { randomUUID } from 'node:crypto';
import { type Role, roles } from '../../../src/dashboard/contract/route.ts';
import { type Answer, type Json, tokenOf } from '../dashboard-server.ts';
import { type Input, type MemberScene, type Pick, type Plan, text } from './plan.ts';
import { newName, ownNewOrganization } from './session-plans.ts';
import { type Account, isLive, isVisible, killWhatMayNotBe, type Organization, type World } from './world.ts';

type MemberRouteIds =
  | 'update_organization'
  | 'leave_organization'
  | 'list_members'
  | 'update_member'
  | 'remove_member'
  | 'list_invitations'
  | 'create_invitation'
  | 'renew_invitation'
  | 'revoke_invitation';

export const createOrganization: Plan = {
  often: 1,
  input: () => ({ body: { name: newName() } }),
  expected: ({ world, account }) =>
    [...world.organizations.values()].some(({ members, suspended }) => suspended && account && members.has(account))
      ? [403]
      : [201],
  learn: (scene, { body }, answer) => {
    if (scene.account !== null) ownNewOrganization(scene, scene.account, text(body, 'name'), answer);
  },
};

/** Of an organization, its members and its invitations. */
export const peoplePlans: Readonly<Record<MemberRouteIds, Plan<MemberScene>>> = {
  update_organization: {
    often: 1,
    input: () => ({ body: { name: newName() } }),
    expected: () => [200],
    learn: ({ present }, { body }) => void present.words.add(text(body, 'name')),
  },

  leave_organization: {
    often: 2,
    expected: ({ present, role }) => (role === 'owner' && isLastOwner(present) ? [409] : [200]),
    learn: ({ present, account }) => removed(present, account),
  },

  list_members: {
    often: 2,
    expected: () => [200],
    learn: ({ world, present }, _input, { body }) => {
      for (const { id } of body.data) {
        world.memberIds.add(id);
        present.words.add(id);
      }
      same(
        body.data.map(({ email, role }: Json) => `${email} ${role}`),
        [...present.members].map(([{ email }, role]) => `${email} ${role}`),
      );
    },
  },

  update_member: {
    often: 9,
    input: (scene, pick) => ({ params: { member_id: memberId(scene, pick) }, body: { role: pick(roles) } }),
    expected: ({ world, present, role }, { params, body }) => {
      const target = targetOf(world, present, text(params, 'member_id'));
      if (target === null) return [404];
      const wanted = text(body, 'role');
      const is = present.members.get(target);
      if (role !== 'owner' && (is === 'owner' || wanted === 'owner')) return [403];
      return is === 'owner' && wanted !== 'owner' && isLastOwner(present) ? [409] : [200];
    },
    learn: ({ world, present }, { params, body }) => {
      const target = targetOf(world, present, text(params, 'member_id'));
      if (target !== null) present.members.set(target, roleOf(body));
      killWhatMayNotBe(present);
    },
  },

  remove_member: {
    often: 4,
    input: (scene, pick) => ({ params: { member_id: memberId(scene, pick) } }),
    expected: ({ world, present, role }, { params }) => {
      const target = targetOf(world, present, text(params, 'member_id'));
      if (target === null) return [404];
      const isOwner = present.members.get(target) === 'owner';
      if (isOwner && role !== 'owner') return [403];
      return isOwner && isLastOwner(present) ? [409] : [204];
    },
    learn: ({ world, present }, { params }) => {
      const target = targetOf(world, present, text(params, 'member_id'));
      if (target !== null) removed(present, target);
    },
  },

  list_invitations: {
    often: 4,
    expected: () => [200],
    learn: ({ present, role }, _input, { body }) => {
      same(
        body.data.map(({ id, expired, revoked_because }: Json) => `${id} ${expired} ${revoked_because !== null}`),
        [...present.invitations.values()]
          .filter((one) => isVisible(role, one))
          .map(({ id, expired, dead }) => `${id} ${expired} ${dead}`),
      );
    },
  },

  create_invitation: {
    often: 14,
    input: ({ world, present }, pick) => {
      // Twice the same address, by people who see other invitations, is where one could get in the way of another.
      const invited = [...present.invitations.values()].map(({ email }) => email);
      const emails = world.characters.map(({ email }) => email);
      return { body: { email: pick([...emails, ...invited]), role: pick(['owner', 'owner', ...roles]) } };
    },
    expected: ({ present, role }, { body }) => {
      if (role !== 'owner' && roleOf(body) === 'owner') return [403];
      return [mayHaveLink(present, role, text(body, 'email'), null) ? 201 : 409];
    },
    learn: ({ world, present, role, account }, { body }, answer) => {
      forgetReplaced(present, role, text(body, 'email'), null);
      const { id, token } = madeOf(present, answer);
      const facts = { email: text(body, 'email'), role: roleOf(body), maker: account };
      present.invitations.set(id, { id, token, ...facts, expired: false, dead: false });
      sendTo(world, facts.email, token);
    },
  },

  renew_invitation: {
    often: 3,
    input: (scene, pick) => ({ params: { invitation_id: invitationId(scene, pick) }, body: {} }),
    expected: ({ present, role }, { params }) => {
      const wanted = present.invitations.get(text(params, 'invitation_id'));
      if (wanted === undefined || !isVisible(role, wanted)) return [404];
      return [mayHaveLink(present, role, wanted.email, wanted.id) ? 201 : 409];
    },
    learn: ({ world, present, role, account }, { params }, answer) => {
      const wanted = present.invitations.get(text(params, 'invitation_id'));
      if (wanted === undefined) throw new Error('unknown invitation');
      forgetReplaced(present, role, wanted.email, wanted.id);
      const { token } = madeOf(present, answer);
      Object.assign(wanted, { token, maker: account, expired: false, dead: false });
      sendTo(world, wanted.email, token);
    },
  },

  revoke_invitation: {
    often: 1,
    input: (scene, pick) => ({ params: { invitation_id: invitationId(scene, pick) } }),
    expected: ({ present, role }, { params }) => {
      const wanted = present.invitations.get(text(params, 'invitation_id'));
      return wanted !== undefined && isVisible(role, wanted) ? [204] : [404];
    },
    learn: ({ present }, { params }) => void present.invitations.delete(text(params, 'invitation_id')),
  },
};

function removed(present: Organization, account: Account): void {
  present.members.delete(account);
  killWhatMayNotBe(present);
}

function isLastOwner({ members }: Organization): boolean {
  return [...members.values()].filter((role) => role === 'owner').length === 1;
}

/** By the database's own rows, as no answer says which email an id of another organization is of. */
function targetOf(world: World, present: Organization, id: string): Account | null {
  const membership = world.rows.memberships.find((one) => one.id === id && one.organizationId === present.id);
  return membership === undefined ? null : (world.accounts.get(membership.email) ?? null);
}

function memberId({ world, present }: MemberScene, pick: Pick): string {
  const own = world.rows.memberships.filter(({ organizationId }) => organizationId === present.id).map(({ id }) => id);
  return pick([...own, ...own, ...own, ...world.memberIds]) ?? randomUUID();
}

function invitationId({ world, present }: MemberScene, pick: Pick): string {
  const own = [...present.invitations.keys()];
  const all = [...world.organizations.values()].flatMap(({ invitations }) => [...invitations.keys()]);
  return pick([...own, ...own, ...all]) ?? randomUUID();
}

/** Of those of an address that the asker sees, none may be open; what no longer works gives way. */
function mayHaveLink({ members, invitations }: Organization, role: Role, email: string, besides: string | null) {
  if ([...members.keys()].some((account) => account.email === email)) return false;
  return ![...invitations.values()].some(
    (one) => one.email === email && one.id !== besides && isVisible(role, one) && isLive(one),
  );
}

function forgetReplaced({ invitations }: Organization, role: Role, email: string, besides: string | null): void {
  for (const one of [...invitations.values()]) {
    if (one.email === email && one.id !== besides && isVisible(role, one)) invitations.delete(one.id);
  }
}

function madeOf(present: Organization, { body }: Answer): { id: string; token: string } {
  const token = tokenOf(body.data.link);
  present.words.add(body.data.id).add(token);
  return { id: body.data.id, token };
}

/** Whoever makes a link makes it for somebody, and passes it on to them at once. */
function sendTo({ characters }: World, email: string, token: string): void {
  characters.find((one) => one.email === email)?.links.set(token, 'handed');
}

function roleOf(body: Input['body']): Role {
  const role = roles.find((one) => one === body?.role);
  if (role === undefined) throw new Error('no role');
  return role;
}

function same(found: readonly string[], wanted: readonly string[]): void {
  if ([...found].sort().join('\n') !== [...wanted].sort().join('\n')) {
    throw new Error(`a list holds\n  ${found.join('\n  ')}\nand not\n  ${wanted.join('\n  ')}`);
  }
}
