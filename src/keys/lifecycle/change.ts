import { writeChange } from '../../audit/write-change.ts';
import { notFound } from '../../contract/problem.ts';
import { validName } from '../../organizations/name.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { ApiKeyRow } from '../../store/schema.ts';
import type { KeyReference } from '../key-reference.ts';
import { type ApiKey, shownKey } from './api-key.ts';
import type { KeyContext } from './key-context.ts';
import { wantedScopes } from './wanted.ts';

/** Each change is obeyed at once by this process and within a second by all others (contract §3, Revocation). */
type ChangeContext = Pick<KeyContext, 'store' | 'changed' | 'now' | 'author'>;

/** @throws VALIDATION_ERROR, NOT_FOUND */
export async function renameKey(context: ChangeContext, reference: KeyReference, name: string): Promise<ApiKey> {
  return update(context, reference, { name: validName(name) });
}

/** Narrows or widens what a key may do. @throws VALIDATION_ERROR, NOT_FOUND */
export async function setKeyScopes(
  context: ChangeContext,
  reference: KeyReference,
  scopes: readonly string[],
): Promise<ApiKey> {
  return update(context, reference, { scopes: wantedScopes(scopes).join(' ') });
}

/** @throws NOT_FOUND */
export function disableKey(context: ChangeContext, reference: KeyReference): Promise<ApiKey> {
  return update(context, reference, { status: 'disabled' });
}

/** @throws NOT_FOUND */
export function enableKey(context: ChangeContext, reference: KeyReference): Promise<ApiKey> {
  return update(context, reference, { status: 'enabled' });
}

/** Removes a key for good; answers what it was. @throws NOT_FOUND */
export async function deleteKey(context: ChangeContext, reference: KeyReference): Promise<ApiKey> {
  const row = await context.store.write.transaction().execute(async (transaction) => {
    const deleted = await transaction
      .deleteFrom('api_keys')
      .where('organization_id', '=', reference.organizationId)
      .where('id', '=', reference.keyId)
      .returningAll()
      .executeTakeFirst();
    if (deleted === undefined) throw notFound('API key');
    await writeChange(transaction, context, {
      ...written(reference),
      event: 'key.deleted',
      facts: { name: deleted.name },
    });
    await bumpKeysRevision(transaction);
    return deleted;
  });
  context.changed();
  return shownKey(row);
}

async function update(
  context: ChangeContext,
  reference: KeyReference,
  values: Partial<Pick<ApiKeyRow, 'name' | 'scopes' | 'status'>>,
): Promise<ApiKey> {
  const row = await context.store.write.transaction().execute(async (transaction) => {
    const changed = await transaction
      .updateTable('api_keys')
      .set(values)
      .where('organization_id', '=', reference.organizationId)
      .where('id', '=', reference.keyId)
      .returningAll()
      .executeTakeFirst();
    if (changed === undefined) throw notFound('API key');
    await writeChange(transaction, context, { ...written(reference), event: 'key.changed', facts: values });
    await bumpKeysRevision(transaction);
    return changed;
  });
  context.changed();
  return shownKey(row);
}

function written({ organizationId, keyId, by = 'cli' }: KeyReference) {
  return { organizationId, keyId, by };
}
