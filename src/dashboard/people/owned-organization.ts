import type { Kysely } from 'kysely';
import { writeChange } from '../../audit/write-change.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import { createOrganization } from '../../organizations/create.ts';
import type { Schema } from '../../store/schema.ts';
import { insertMember } from './create-person.ts';

/** A new organization with its owner; answers its id. */
export async function insertOwnedOrganization(
  transaction: Kysely<Schema>,
  keys: KeyContext,
  { name, personId }: { name: string; personId: string },
): Promise<string> {
  const { id } = await createOrganization({ ...keys, store: { ...keys.store, write: transaction } }, { name });
  await insertMember(transaction, { id: keys.newId(), organizationId: id, personId, role: 'owner' }, keys.now());
  await writeChange(transaction, keys, { organizationId: id, by: personId, event: 'organization.created' });
  return id;
}
