import { randomUUID } from 'node:crypto';
import type { Role } from '../../../src/dashboard/contract/route.ts';
import { Browser, type DashboardServer } from '../dashboard-server.ts';
import { type Rows, readRows } from './rows.ts';

/** What somebody signs in to. Whoever made it knows its password, whosever address it is. */
export interface Account {
  readonly email: string;
  password: string;
}

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  token: string;
  maker: Account;
  expired: boolean;
  /** Its maker could no longer make it, since then. */
  dead: boolean;
}

export interface Organization {
  readonly id: string;
  suspended: boolean;
  readonly members: Map<Account, Role>;
  /** Those that a list shows. */
  readonly invitations: Map<string, Invitation>;
  readonly keys: Set<string>;
  /** What stands in answers to its members alone: ids, names, masked and full keys, links. */
  readonly words: Set<string>;
}

/**
 * How somebody has a link: from the answer that made it, or passed on by somebody who has it so; or seen somewhere else,
 * which gives no right to it.
 */
export type Holding = 'handed' | 'seen';

interface Character {
  readonly name: string;
  readonly email: string;
  readonly links: Map<string, Holding>;
  readonly passwords: Set<Account>;
}

/** A browser of somebody: a session, or none. */
export interface Tab {
  readonly name: string;
  readonly character: Character;
  readonly browser: Browser;
  account: Account | null;
  /** The id of its session, as the list of sessions last said. */
  session: string | null;
}

/** What is true by the answers so far, and what the database held after the last step. */
export interface World {
  readonly dashboard: DashboardServer;
  readonly characters: readonly Character[];
  readonly tabs: readonly Tab[];
  readonly accounts: Map<string, Account>;
  readonly organizations: Map<string, Organization>;
  /** Every link that an answer has shown. */
  readonly shownLinks: Set<string>;
  /** Ids of members that any answer has named. */
  readonly memberIds: Set<string>;
  rows: Rows;
  /** What was asked, for the report of a failure. */
  readonly story: string[];
}

const names = ['ann', 'bob', 'cid', 'dan', 'eve'];

/** Nobody has an account yet. Each has two browsers. */
export async function newWorld(dashboard: DashboardServer): Promise<World> {
  const mark = randomUUID().slice(0, 8);
  const characters = names.map((name): Character => {
    const email = `${name}-${mark}@example.com`;
    return { name, email, links: new Map(), passwords: new Set() };
  });
  const tabs = characters.flatMap((character) =>
    [1, 2].map((number): Tab => {
      const browser = new Browser(dashboard);
      return { name: `${character.name}${number}`, character, browser, account: null, session: null };
    }),
  );
  return {
    dashboard,
    characters,
    tabs,
    accounts: new Map(),
    organizations: new Map(),
    shownLinks: new Set(),
    memberIds: new Set(),
    rows: await readRows(dashboard.store, []),
    story: [],
  };
}

/** The organization that a request acts in: the one that its page shows, for whoever is in it. */
export function presentOf({ organizations }: World, { account, browser }: Tab): Organization | null {
  const shown = browser.shows === null ? undefined : organizations.get(browser.shows);
  return account !== null && shown?.members.has(account) === true ? shown : null;
}

export function newOrganization(id: string, owner: Account, name: string): Organization {
  return {
    id,
    suspended: false,
    members: new Map([[owner, 'owner']]),
    invitations: new Map(),
    keys: new Set(),
    words: new Set([id, name]),
  };
}

/** Of an organization, which invitations does one with that role see? */
export function isVisible(role: Role | undefined, invitation: Invitation): boolean {
  return role === 'owner' || (role === 'admin' && invitation.role !== 'owner');
}

export function isLive({ dead, expired }: Invitation): boolean {
  return !dead && !expired;
}

/** What its maker may not make any more is dead, for ever. */
export function killWhatMayNotBe({ members, invitations, suspended }: Organization): void {
  for (const invitation of invitations.values()) {
    if (suspended || !isVisible(members.get(invitation.maker), invitation)) invitation.dead = true;
  }
}
