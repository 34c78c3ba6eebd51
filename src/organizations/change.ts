import type { Kysely } from 'kysely';
import { writeChange } from '../audit/write-change.ts';
import { invalid, notFound, Problem } from '../contract/problem.ts';
import { bumpKeysRevision } from '../store/keys-revision.ts';
import type { OrganizationRow, Schema } from '../store/schema.ts';
import { deleteTrackedData } from '../store/tracked-data.ts';
import { holdOrganization } from './hold-organization.ts';
import { validName } from './name.ts';
import { type Organization, shownOrganization, urlKeySettings } from './organization.ts';
import type { OrganizationContext } from './organization-context.ts';
import { revokeInvitations } from './revoke-invitations.ts';

/** `by`, in all of them: a person's id, or a program's name. */
type ChangeContext = Pick<OrganizationContext, 'store' | 'changed' | 'now' | 'author'>;

/** @throws VALIDATION_ERROR, NOT_FOUND */
export async function renameOrganization(
  context: ChangeContext,
  id: string,
  name: string,
  by = 'cli',
): Promise<Organization> {
  return update(context, id, { name: validName(name) }, by);
}

/** How many accounts it may track, paused ones too; null = no cap. @throws VALIDATION_ERROR, NOT_FOUND */
export async function setAccountCap(context: ChangeContext, id: string, cap: number | null): Promise<Organization> {
  if (cap !== null && !(Number.isSafeInteger(cap) && cap >= 0)) {
    throw invalid([{ field: 'account_cap', message: 'must be a whole number from 0, or none' }]);
  }
  return update(context, id, { account_cap: cap });
}

/** @throws VALIDATION_ERROR, NOT_FOUND */
export async function setUrlKeys(
  context: ChangeContext,
  id: string,
  wanted: string,
  by = 'cli',
): Promise<Organization> {
  const setting = urlKeySettings.find((known) => known === wanted);
  if (setting === undefined) {
    throw invalid([{ field: 'url_keys', message: `must be one of ${urlKeySettings.join(', ')}` }]);
  }
  return update(context, id, { url_keys: setting }, by);
}

/**
 * From then on its keys are refused as suspended, and work again after `resumeOrganization`. Its open invitations are
 * revoked for good: nobody in it may make one now. @throws NOT_FOUND
 */
export function suspendOrganization(context: ChangeContext, id: string): Promise<Organization> {
  const values = { suspended_at: new Date(context.now()).toISOString() };
  return update(context, id, values, 'cli', async (transaction) => {
    // Held first: an invitation that is made at this moment is there by then, or finds the organization suspended.
    await holdOrganization(transaction, id);
    await revokeInvitations(transaction, context, { organizationId: id, by: 'cli', because: 'suspension' });
  });
}

/** @throws NOT_FOUND */
export function resumeOrganization(context: ChangeContext, id: string): Promise<Organization> {
  return update(context, id, { suspended_at: null });
}

/**
 * Deletes invented numbers with the accounts, creators and videos that have them, so that real ones can follow under
 * another provider. The key of the first start works no more. @throws NOT_FOUND, CONFLICT where there are none
 */
export function clearSampleData(context: ChangeContext, id: string, by = 'cli'): Promise<Organization> {
  return update(context, id, { holds_sample_data: 0 }, by, async (transaction) => {
    const found = await transaction
      .selectFrom('organizations')
      .select('holds_sample_data')
      .where('id', '=', id)
      .executeTakeFirst();
    if (found?.holds_sample_data === 0)
      throw new Problem('CONFLICT', 'This organization holds no sample data: nothing was deleted.');
    await deleteTrackedData(transaction, id);
    // Refused from now on in any case: the list of keys says so too.
    const now = new Date(context.now()).toISOString();
    await transaction
      .updateTable('api_keys')
      .set({ expires_at: now })
      .where('organization_id', '=', id)
      .where('purpose', '=', 'first_start')
      .where('expires_at', '>', now)
      .execute();
  });
}

/** What an organization is decides what its keys may do, so each change is one of its keys too. */
async function update(
  context: ChangeContext,
  id: string,
  values: Partial<Omit<OrganizationRow, 'id' | 'created_at'>>,
  by = 'cli',
  before: (transaction: Kysely<Schema>) => Promise<void> = async () => undefined,
): Promise<Organization> {
  const row = await context.store.write.transaction().execute(async (transaction) => {
    await before(transaction);
    const changed = await transaction
      .updateTable('organizations')
      .set(values)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (changed === undefined) throw notFound('organization');
    const facts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
    await writeChange(transaction, context, { organizationId: id, by, event: 'organization.changed', facts });
    await bumpKeysRevision(transaction);
    return changed;
  });
  context.changed();
  return shownOrganization(row);
}
