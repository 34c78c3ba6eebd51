import { notFound, Problem } from '../contract/problem.ts';
import type { Store } from '../store/store.ts';
import { type Organization, shownOrganization } from './organization.ts';

type Reading = Pick<Store, 'read'>;

/** Oldest first. */
export async function listOrganizations(store: Reading): Promise<Organization[]> {
  const rows = await store.read.selectFrom('organizations').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(shownOrganization);
}

/** @throws NOT_FOUND */
export async function getOrganization(store: Reading, id: string): Promise<Organization> {
  const row = await store.read.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound('organization');
  return shownOrganization(row);
}

/**
 * The organization that a command is about: the named one, else the only one.
 * @throws NOT_FOUND for a name that is none; CONFLICT, saying what to do, where there is none or more than one.
 */
export async function pickOrganization(store: Reading, id: string | undefined): Promise<Organization> {
  const organizations = await listOrganizations(store);
  if (id !== undefined) {
    const named = organizations.find((organization) => organization.id === id);
    if (named === undefined) throw new Problem('NOT_FOUND', 'No such organization: npm run -s org -- list shows them.');
    return named;
  }
  const [only, ...others] = organizations;
  if (only === undefined) {
    throw new Problem('CONFLICT', 'There is no organization yet: npm run -s org -- create --name NAME makes one.');
  }
  if (others.length > 0) {
    throw new Problem(
      'CONFLICT',
      `There are ${organizations.length} organizations: add --organization ID (npm run -s org -- list shows them).`,
    );
  }
  return only;
}
