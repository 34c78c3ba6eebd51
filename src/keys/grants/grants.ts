import { writeChange } from '../../audit/write-change.ts';
import { notFound } from '../../contract/problem.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { KeyContext } from '../lifecycle/key-context.ts';
import { endGrants } from './end-grants.ts';
import { type Grant, shownGrant } from './grant.ts';
import { selectGrants } from './look-up.ts';

type ChangeContext = Pick<KeyContext, 'store' | 'changed' | 'now' | 'author'>;

/** A grant as named from outside, and who acts on it. */
export interface GrantReference {
  organizationId: string;
  grantId: string;
  /** Set where it must be this person's: of others it is not there. */
  ownedBy: string | null;
  /** A person's id. */
  by: string;
}

/**
 * The apps that are connected to an organization, newest first.
 * @param personId whose; everybody's where null
 */
export async function listGrants(
  { store }: Pick<KeyContext, 'store'>,
  organizationId: string,
  personId: string | null,
): Promise<Grant[]> {
  const connected = selectGrants(store.read)
    .innerJoin('people', 'people.id', 'connect_grants.person_id')
    .selectAll('connect_grants')
    .select('people.name as person_name')
    .where('connect_grants.organization_id', '=', organizationId)
    .where('connect_grants.code_used_at', 'is not', null)
    .orderBy('connect_grants.created_at', 'desc')
    .orderBy('connect_grants.id', 'desc');
  const those = personId === null ? connected : connected.where('connect_grants.person_id', '=', personId);
  return (await those.execute()).map(shownGrant);
}

/** Lets an app call no more, or again; it stays signed in. @throws NOT_FOUND */
export async function setGrantStatus(
  context: ChangeContext,
  { organizationId, grantId, ownedBy, by }: GrantReference,
  status: Grant['status'],
): Promise<void> {
  await context.store.write.transaction().execute(async (transaction) => {
    let update = transaction
      .updateTable('connect_grants')
      .set({ status })
      .where('organization_id', '=', organizationId)
      .where('id', '=', grantId);
    if (ownedBy !== null) update = update.where('person_id', '=', ownedBy);
    const changed = await update.returning('client_name').executeTakeFirst();
    if (changed === undefined) throw notFound('app');
    const facts = { name: changed.client_name, status };
    await writeChange(transaction, context, { organizationId, keyId: grantId, by, event: 'app.changed', facts });
    await bumpKeysRevision(transaction);
  });
  context.changed();
}

/** Signs an app out for good. @throws NOT_FOUND */
export async function removeGrant(
  context: ChangeContext,
  { organizationId, grantId, ownedBy, by }: GrantReference,
): Promise<void> {
  await context.store.write.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('connect_grants')
      .select('person_id')
      .where('organization_id', '=', organizationId)
      .where('id', '=', grantId)
      .executeTakeFirst();
    if (found === undefined || (ownedBy !== null && found.person_id !== ownedBy)) throw notFound('app');
    await endGrants(transaction, context, { organizationId, which: { grantId }, by, because: 'removed' });
  });
  context.changed();
}
