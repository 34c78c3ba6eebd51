import { randomUUID } from 'node:crypto';
import type { sessionRoutes } from '../../../src/dashboard/contract/session.ts';
import type { Answer } from '../dashboard-server.ts';
import { type Input, type Pick, type Plan, type Scene, text } from './plan.ts';
import { type Account, newOrganization } from './world.ts';

/** Of sign-in, sign-up, sessions and passwords. */
export const sessionPlans: Readonly<Record<keyof typeof sessionRoutes, Plan>> = {
  get_session: { often: 1, expected: () => [200] },

  // There has been an owner for long, so nothing is a setup link.
  set_up: {
    often: 1,
    input: ({ tab }, pick) => {
      const token = pick([...tab.character.links.keys()]) ?? 'nothing';
      return { body: { token, ...newPerson(tab.character.email), organization_name: newName() } };
    },
    expected: () => [403],
  },

  preview_setup: {
    often: 1,
    input: ({ tab }, pick) => ({ body: { token: pick([...tab.character.links.keys()]) ?? 'nothing' } }),
    expected: () => [403],
  },

  sign_in: {
    often: 6,
    input: ({ world, tab }, pick) => {
      const known = [...tab.character.passwords];
      const account = pick([...known, ...known, ...known, ...world.accounts.values()]);
      const email = account?.email ?? tab.character.email;
      const isKnown = account !== undefined && tab.character.passwords.has(account);
      return { body: { email, password: isKnown ? account.password : 'a guess at a password' } };
    },
    expected: ({ world }, { body }) => {
      const account = world.accounts.get(text(body, 'email'));
      return account?.password === text(body, 'password') ? [200] : [401];
    },
    learn: ({ world, tab }, { body }) => {
      tab.account = world.accounts.get(text(body, 'email')) ?? null;
    },
  },

  sign_up: {
    often: 2,
    input: ({ world, tab }, pick) => {
      const email = pick([tab.character.email, ...world.characters.map((one) => one.email)]) ?? tab.character.email;
      return { body: { ...newPerson(email), organization_name: newName() } };
    },
    expected: ({ world }, { body }) => (world.accounts.has(text(body, 'email')) ? [409] : [201]),
    learn: (scene, { body }, answer) => {
      const account = newAccount(scene, body);
      ownNewOrganization(scene, account, text(body, 'organization_name'), answer);
    },
  },

  // This server has no provider: test/dashboard/provider/sequences.test.ts has.
  start_oidc: { often: 1, expected: () => [404] },
  start_link: { often: 1, input: () => ({ body: {} }), expected: () => [404] },
  unlink_provider: { often: 1, input: () => ({ params: { link_id: randomUUID() } }), expected: () => [404] },
  get_sign_in_ways: { often: 1, expected: () => [200] },

  // It sends no mail either: test/notify has a server that does.
  ask_password_reset: {
    often: 1,
    input: ({ tab }) => ({ body: { email: tab.character.email } }),
    expected: () => [404],
  },
  preview_password_reset: { often: 1, input: linkOf, expected: () => [404] },
  reset_password: {
    often: 1,
    input: (scene, pick) => ({ body: { ...linkOf(scene, pick).body, password: `password ${randomUUID()}` } }),
    expected: () => [404],
  },
  ask_address_proof: { often: 1, expected: () => [404] },
  prove_address: { often: 1, input: linkOf, expected: () => [404] },

  sign_out: {
    often: 1,
    expected: () => [204],
    learn: ({ tab }) => {
      tab.account = null;
    },
  },

  switch_organization: {
    often: 3,
    input: ({ world, account }, pick) => {
      const all = [...world.organizations.values()];
      const mine = all.filter(({ members }) => account !== null && members.has(account));
      return { body: { organization_id: pick([...mine, ...mine, ...all])?.id ?? randomUUID() } };
    },
    expected: ({ world, account }, { body }) => {
      const wanted = world.organizations.get(text(body, 'organization_id'));
      return account !== null && wanted?.members.has(account) === true ? [200] : [404];
    },
  },

  change_password: {
    often: 1,
    input: ({ tab, account }, pick) => {
      const isKnown = account !== null && tab.character.passwords.has(account);
      const current = pick([isKnown ? account.password : 'a guess', 'a guess']);
      return { body: { current_password: current, new_password: `new password ${randomUUID()}` } };
    },
    expected: ({ account }, { body }) => (account?.password === text(body, 'current_password') ? [204] : [403]),
    learn: ({ world, tab, account }, { body }) => {
      if (account === null) return;
      account.password = text(body, 'new_password');
      for (const other of world.tabs.filter((one) => one.account === account && one !== tab)) other.account = null;
    },
  },
};

/** Any link that somebody has, where it is for something else. */
function linkOf({ tab }: Scene, pick: Pick): Input {
  return { body: { token: pick([...tab.character.links.keys()]) ?? 'nothing' } };
}

export function newPerson(email: string): { email: string; name: string; password: string } {
  return { email, name: 'Somebody', password: `password ${randomUUID()}` };
}

export function newName(): string {
  return `org-${randomUUID()}`;
}

/** Whoever makes an account knows its password, and their session is in. */
export function newAccount({ world, tab }: Scene, body: Input['body'], email = text(body, 'email')): Account {
  const account = { email, password: text(body, 'password') };
  world.accounts.set(email, account);
  tab.character.passwords.add(account);
  tab.account = account;
  return account;
}

export function ownNewOrganization({ world }: Scene, account: Account, name: string, { body }: Answer): void {
  const made = newOrganization(body.data.organization.id, account, name);
  world.organizations.set(made.id, made);
}
