import { type Pick, type Plan, text } from './plan.ts';
import { newAccount, newPerson } from './session-plans.ts';
import { type Invitation, isLive, type Organization, type Tab, type World } from './world.ts';

/** Of whoever comes with a link, from wherever they have it. */
export const previewInvitation: Plan = {
  often: 2,
  tabs: withLinks,
  input: ({ world, tab }, pick) => ({ body: { token: linkOf(world, tab, pick) } }),
  expected: ({ world }, { body }) => (openBy(world, text(body, 'token')) === null ? [404] : [200]),
};

export const acceptInvitation: Plan = {
  often: 18,
  tabs: withLinks,
  input: (scene, pick) => {
    const { world, tab, account } = scene;
    const token = linkOf(world, tab, pick);
    if (account !== null) return { body: { token } };
    const email = openBy(world, token)?.invitation.email ?? tab.character.email;
    const known = [...tab.character.passwords].find((one) => one.email === email);
    const { name, password } = newPerson(email);
    return { body: { token, name, password: known?.password ?? password } };
  },
  expected: ({ world, account }, { body }) => {
    const found = openBy(world, text(body, 'token'));
    if (found === null) return [404];
    if (account !== null) return account.email === found.invitation.email ? [200] : [403];
    const invited = world.accounts.get(found.invitation.email);
    return invited === undefined || invited.password === text(body, 'password') ? [200] : [401];
  },
  learn: (scene, { body }) => {
    const found = openBy(scene.world, text(body, 'token'));
    if (found === null) throw new Error('a link that is open nowhere let somebody in');
    const { organization, invitation } = found;
    const account = scene.account ?? scene.world.accounts.get(invitation.email);
    const joined = account ?? newAccount(scene, body, invitation.email);
    scene.tab.account = joined;
    organization.members.set(joined, invitation.role);
    forgetAllOf(organization, invitation.email);
  },
};

function withLinks(world: World): readonly Tab[] {
  const holders = world.tabs.filter((tab) => openLinksOf(world, tab).length > 0);
  return holders.length > 0 ? holders : world.tabs.filter(({ character }) => character.links.size > 0);
}

function openLinksOf(world: World, { character }: Tab): readonly string[] {
  return [...character.links.keys()].filter((token) => openBy(world, token) !== null);
}

/** What somebody tries as a link: mostly one that works, else one that is void, or an id that a list shows. */
function linkOf(world: World, tab: Tab, pick: Pick): string {
  const open = openLinksOf(world, tab);
  const all = [...tab.character.links.keys()];
  const ids = [...world.organizations.values()].flatMap(({ invitations }) => [...invitations.keys()]);
  return pick(pick([open, open, open, open, all, ids]) ?? all) ?? pick(all) ?? 'nothing';
}

/** The invitation that a link opens now. */
function openBy(
  { organizations }: World,
  token: string,
): { organization: Organization; invitation: Invitation } | null {
  for (const organization of organizations.values()) {
    for (const invitation of organization.invitations.values()) {
      if (invitation.token === token && isLive(invitation)) return { organization, invitation };
    }
  }
  return null;
}

/** Whoever is in comes back by no other link. */
function forgetAllOf({ invitations }: Organization, email: string): void {
  for (const one of [...invitations.values()]) if (one.email === email) invitations.delete(one.id);
}
