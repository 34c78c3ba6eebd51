import { randomBytes } from 'node:crypto';
import { Problem } from '../contract/problem.ts';
import { makeSetupLink } from '../dashboard/auth/setup-token.ts';
import { password as passwordShape, shortestPassword } from '../dashboard/contract/session.ts';
import { releaseAddress } from '../dashboard/people/release-address.ts';
import { setPassword } from '../dashboard/people/set-password.ts';
import {
  clearSampleData,
  renameOrganization,
  resumeOrganization,
  setAccountCap,
  setUrlKeys,
  suspendOrganization,
} from '../organizations/change.ts';
import { createOrganization } from '../organizations/create.ts';
import type { Organization } from '../organizations/organization.ts';
import { listOrganizations, pickOrganization } from '../organizations/read.ts';
import { type Command, type Invocation, type Program, UsageError } from './command.ts';
import { table } from './table.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const usage = `Usage: npm run -s org -- COMMAND [--organization ID] [--json]

  list
  create --name NAME
  rename NAME
  set-cap N|none                        most accounts that it may track
  set-url-keys allow|read_only|forbid   what a key in a URL may do
  suspend | resume                      whether its keys work; a running server obeys within a second.
                                        suspend revokes its open invitations for good
  set-password EMAIL                    another password for a person, from standard input; ends their sessions
  release-address EMAIL                 free an address from its account, which goes on under a sign-in name
  setup-link                            print a link to become the first owner of the dashboard; earlier ones work on
  clear-sample-data                     delete its invented accounts, creators and videos, to begin with real ones

Without --organization the only organization is taken.`;

const commands: Readonly<Record<string, Command>> = {
  list: {
    words: [],
    options: [],
    run: (invocation) =>
      withWorkplace(invocation, async ({ store }) => {
        const organizations = await listOrganizations(store);
        return { data: organizations, text: organizationTable(organizations) };
      }),
  },
  create: {
    words: [],
    options: ['name'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const name = invocation.option('name');
        if (name === undefined) throw new UsageError('--name is missing.');
        const organization = await createOrganization(workplace, { name });
        return { data: organization, text: organization.id };
      }),
  },
  rename: onOrganization(['NAME'], (workplace, id, { word }) => renameOrganization(workplace, id, word('NAME'))),
  'set-cap': onOrganization(['N'], (workplace, id, { word }) => setAccountCap(workplace, id, cap(word('N')))),
  'set-url-keys': onOrganization(['SETTING'], (workplace, id, { word }) => setUrlKeys(workplace, id, word('SETTING'))),
  suspend: onOrganization([], suspendOrganization),
  resume: onOrganization([], resumeOrganization),
  'set-password': {
    words: ['EMAIL'],
    options: [],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const given = passwordShape.safeParse((await invocation.input()).replace(/\r?\n$/, ''));
        if (!given.success)
          throw new UsageError(`Give the new password on standard input: ${shortestPassword} to 128 characters.`);
        const person = await setPassword(workplace, { email: invocation.word('EMAIL'), password: given.data });
        return { data: person, text: `${person.email} has another password, and is signed out everywhere.` };
      }),
  },
  'release-address': {
    words: ['EMAIL'],
    options: [],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const released = await releaseAddress(workplace, invocation.word('EMAIL'));
        return { data: released, text: `The address is free. Its account signs in as ${released.signs_in_as} now.` };
      }),
  },
  'setup-link': {
    words: [],
    options: [],
    run: (invocation) =>
      withWorkplace(invocation, async ({ store, now, config }) => {
        const { dashboard } = config.publicUrls;
        if (dashboard.endsWith(':0')) {
          throw new Problem('CONFLICT', 'With PORT=0 nobody knows the port beforehand: set PORT, or PUBLIC_URL.');
        }
        const link = await makeSetupLink({ store, randomBytes, now, publicUrl: dashboard });
        if (link === null) {
          throw new Problem(
            'CONFLICT',
            'There is an owner already: people come in by invitation, on the page Members.',
          );
        }
        return { data: { url: link.url, expires_at: link.expiresAt }, text: link.url };
      }),
  },
  'clear-sample-data': onOrganization([], (workplace, id) => clearSampleData(workplace, id)),
};

export const organizationProgram: Program = { usage, commands };

/** A command that changes one organization; its answer is the organization as it is then. */
function onOrganization(
  words: readonly string[],
  change: (workplace: Workplace, id: string, invocation: Invocation) => Promise<Organization>,
): Command {
  return {
    words,
    options: ['organization'],
    run: (invocation) =>
      withWorkplace(invocation, async (workplace) => {
        const { id } = await pickOrganization(workplace.store, invocation.option('organization'));
        const organization = await change(workplace, id, invocation);
        return { data: organization, text: organizationTable([organization]) };
      }),
  };
}

function cap(text: string): number | null {
  if (text === 'none') return null;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('set-cap takes a whole number, or none.');
  return Number(text);
}

function organizationTable(organizations: readonly Organization[]): string {
  const headings = ['ID', 'NAME', 'ACCOUNT CAP', 'URL KEYS', 'SUSPENDED', 'SAMPLE DATA'];
  const rows = organizations.map((organization) => [
    organization.id,
    organization.name,
    organization.account_cap === null ? 'none' : String(organization.account_cap),
    organization.url_keys,
    organization.suspended_at ?? 'no',
    organization.holds_sample_data ? 'yes' : 'no',
  ]);
  return table(headings, rows);
}
