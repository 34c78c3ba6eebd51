import type { Answer } from '../dashboard-server.ts';
import { type Input, type Scene, text } from './plan.ts';
import type { Asked } from './plans.ts';
import { ownersOf, type Rows, readRows } from './rows.ts';
import type { Holding, Organization, World } from './world.ts';

/** What holds whatever is asked. `learn` brings the model up to the answer. */
export async function heldTo(
  scene: Scene,
  route: Asked,
  input: Input,
  answer: Answer,
  learn: () => void,
): Promise<void> {
  const { world } = scene;
  const before = world.rows;
  const known = [...world.organizations.values()];
  const opened = openedBy(scene, route, input, answer);
  const had = opened === null ? undefined : scene.tab.character.links.get(opened.token);
  const organizationBefore = scene.present;
  const mine = new Set(known.filter(({ members }) => scene.account !== null && members.has(scene.account)));
  noLinkTwice(world, route, answer);
  learn();
  takeLinks(scene, organizationBefore, answer);
  world.rows = await readRows(world.dashboard.store, [...world.organizations.keys()]);

  for (const organization of known) {
    ownersByOwners(scene, organization, before, world.rows, opened?.organization === organization ? had : undefined);
    if (mine.has(organization) || opened?.organization === organization) continue;
    unchanged(organization, before, world.rows);
    // A sign-in shows what the person is in.
    if (scene.tab.account === null || !organization.members.has(scene.tab.account)) unseen(organization, input, answer);
  }
  membersAsKnown(world);
}

/** Changes by the operator, of which the model has learnt. */
export async function readAnew(world: World): Promise<void> {
  world.rows = await readRows(world.dashboard.store, [...world.organizations.keys()]);
  membersAsKnown(world);
}

/** The organization that a link in the request has opened for whoever sent it. */
function openedBy({ world }: Scene, { id }: Asked, { body }: Input, { status }: Answer) {
  if (!/^(preview|accept)_invitation$/.test(id) || status >= 300) return null;
  const token = text(body, 'token');
  for (const organization of world.organizations.values()) {
    for (const invitation of organization.invitations.values()) {
      if (invitation.token === token) return { organization, token };
    }
  }
  throw new Error('a link was taken that the model knows of no invitation');
}

/** Owners change only by an owner's request, or by a link that an owner's own answer gave out. */
function ownersByOwners(
  { account }: Scene,
  { id }: Organization,
  before: Rows,
  after: Rows,
  link: Holding | undefined,
): void {
  const were = ownersOf(before, id);
  const are = ownersOf(after, id);
  if (were.join() === are.join()) return;
  if (account !== null && were.includes(account.email)) return;
  if (link === 'handed' && were.every((owner) => are.includes(owner))) return;
  throw new Error(`the owners of an organization were ${were.join()} and are ${are.join()}, by no owner`);
}

function unchanged({ id }: Organization, before: Rows, after: Rows): void {
  if (before.of.get(id) === after.of.get(id)) return;
  throw new Error(`somebody who is no member changed an organization:\n${before.of.get(id)}\n→\n${after.of.get(id)}`);
}

function unseen({ words }: Organization, input: Input, { body }: Answer): void {
  let shown = JSON.stringify(body);
  for (const value of Object.values({ ...input.params, ...input.query, ...input.body })) {
    // What was sent may be repeated.
    if (typeof value === 'string' && value !== '') shown = shown.replaceAll(value, '');
  }
  const seen = [...words].filter((word) => shown.includes(word));
  if (seen.length > 0) throw new Error(`somebody who is no member was shown ${seen.join(', ')}`);
}

function linksIn({ body }: Answer): readonly string[] {
  return Array.from(JSON.stringify(body).matchAll(/\/invite#([\w-]+)/g), ([, token = '']) => token);
}

/** A link is shown once, in the answer that makes it. */
function noLinkTwice({ shownLinks }: World, { id, makesLinks }: Asked, answer: Answer): void {
  for (const token of linksIn(answer)) {
    if (!makesLinks || shownLinks.has(token)) throw new Error(`${id} showed the link of an invitation`);
    shownLinks.add(token);
  }
}

/** Whoever is shown a link has it; by right if they are an owner, as anybody may hold a link for less. */
function takeLinks({ tab, role }: Scene, present: Organization | null, answer: Answer): void {
  for (const token of linksIn(answer)) {
    const invitation = [...(present?.invitations.values() ?? [])].find((one) => one.token === token);
    const isRight = role === 'owner' || invitation?.role !== 'owner';
    tab.character.links.set(token, isRight ? 'handed' : 'seen');
  }
}

function membersAsKnown({ organizations, rows }: World): void {
  for (const { id, members } of organizations.values()) {
    const wanted = [...members].map(([{ email }, role]) => `${email} ${role}`).sort();
    const found = rows.memberships
      .filter(({ organizationId }) => organizationId === id)
      .map(({ email, role }) => `${email} ${role}`)
      .sort();
    if (wanted.join() !== found.join()) {
      throw new Error(`the members of an organization are ${found.join()} and should be ${wanted.join()}`);
    }
  }
}
