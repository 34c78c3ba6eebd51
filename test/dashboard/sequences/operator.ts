import { randomUUID } from 'node:crypto';
import { resumeOrganization, suspendOrganization } from '../../../src/organizations/change.ts';
import { nobody } from '../../audit/authors.ts';
import { readAnew } from './invariants.ts';
import type { Pick } from './plan.ts';
import { killWhatMayNotBe, type World } from './world.ts';

interface Happening {
  /** How often among all steps. */
  readonly often: number;
  readonly happen: (world: World, pick: Pick) => Promise<void> | void;
}

/** What happens without a request: by the operator, by time, and between people. */
export const happenings: Readonly<Record<string, Happening>> = {
  'an organization is suspended': {
    often: 2,
    happen: async (world, pick) => {
      const organization = pick([...world.organizations.values()]);
      if (organization === undefined) return;
      await suspendOrganization(operator(world), organization.id);
      organization.suspended = true;
      killWhatMayNotBe(organization);
    },
  },

  'an organization is resumed': {
    often: 6,
    happen: async (world, pick) => {
      const organization = pick([...world.organizations.values()].filter(({ suspended }) => suspended));
      if (organization === undefined) return;
      await resumeOrganization(operator(world), organization.id);
      organization.suspended = false;
    },
  },

  // No clock is moved: it would be that of all sequences.
  'an invitation expires': {
    often: 1,
    happen: async ({ organizations, dashboard }, pick) => {
      const invitation = pick([...organizations.values()].flatMap(({ invitations }) => [...invitations.values()]));
      if (invitation === undefined) return;
      invitation.expired = true;
      await dashboard.store.write
        .updateTable('invitations')
        .set({ expires_at: new Date(Date.now() - 1000).toISOString() })
        .where('id', '=', invitation.id)
        .execute();
    },
  },

  // A page that was left open, or a request that somebody made up.
  'a page shows another organization': {
    often: 3,
    happen: ({ tabs, organizations }, pick) => {
      const tab = pick(tabs);
      if (tab !== undefined) tab.browser.shows = pick([...organizations.keys(), randomUUID(), null]) ?? null;
    },
  },

  // Whoever has it by right gives the right with it.
  'a link is passed on': {
    often: 4,
    happen: ({ characters, organizations }, pick) => {
      const from = pick(characters.filter(({ links }) => links.size > 0));
      // The newest at the front, as the older ones are void the sooner.
      const [token, holding] = pick([...(from?.links ?? [])].reverse()) ?? [];
      const all = [...organizations.values()].flatMap(({ invitations }) => [...invitations.values()]);
      const email = all.find((invitation) => invitation.token === token)?.email;
      const invited = characters.filter((character) => character.email === email);
      const to = pick([...invited, ...invited, ...invited, ...invited, ...invited, ...characters]);
      if (token !== undefined && holding !== undefined && to?.links.has(token) === false) to.links.set(token, holding);
    },
  },
};

export async function happen(world: World, name: string, pick: Pick): Promise<void> {
  const happening = happenings[name];
  if (happening === undefined) throw new Error(`nothing is called ${name}`);
  world.story.push(name);
  await happening.happen(world, pick);
  await readAnew(world);
}

function operator({ dashboard }: World) {
  return { store: dashboard.store, now: Date.now, newId: randomUUID, author: nobody, changed: () => undefined };
}
