import { timingSafeEqual } from 'node:crypto';
import { notFound } from '../../contract/problem.ts';
import type { ApiKeyRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { lookupHash } from '../hash.ts';
import type { KeyReference } from '../key-reference.ts';
import { openSealedKey } from '../seal.ts';
import type { Secrets } from '../secrets.ts';
import type { KeyContext } from './key-context.ts';

export type Recovered =
  | { kind: 'recovered'; fullKey: string }
  | { kind: 'unavailable'; reason: 'not_kept' | 'unknown_sealing_key' | 'other_row' | 'damaged' };

/** Opens the sealed copy for the Connect helper. @throws NOT_FOUND */
export async function recoverKey(
  { store, secrets, recovery }: Pick<KeyContext, 'store' | 'secrets' | 'recovery'>,
  reference: KeyReference,
): Promise<Recovered> {
  const row = await store.read
    .selectFrom('api_keys')
    .select(['sealed_key', 'lookup_hash', 'pepper_id'])
    .where('organization_id', '=', reference.organizationId)
    .where('id', '=', reference.keyId)
    .executeTakeFirst();
  if (row === undefined) throw notFound('API key');
  if (!recovery || row.sealed_key === null) return { kind: 'unavailable', reason: 'not_kept' };
  const opened = await openSealedKey(secrets.current(), row.sealed_key, reference);
  if (opened.kind === 'refused') return { kind: 'unavailable', reason: opened.reason };
  return isKeyOf(row, opened.key, secrets.current())
    ? { kind: 'recovered', fullKey: opened.key }
    : { kind: 'unavailable', reason: 'other_row' };
}

/** KEY_RECOVERY=off keeps no sealed copy at all, so those of earlier days go too. For the start, over all organizations. */
export async function eraseSealedCopies({ write }: Pick<Store, 'write'>): Promise<void> {
  await write.updateTable('api_keys').set({ sealed_key: null }).where('sealed_key', 'is not', null).execute();
}

/** Whether the row would really verify this key: a row changed behind our back hands out nothing. */
function isKeyOf(row: Pick<ApiKeyRow, 'lookup_hash' | 'pepper_id'>, key: string, secrets: Secrets): boolean {
  const pepper = secrets.peppers.find(({ id }) => id === row.pepper_id);
  if (pepper === undefined) return false;
  const expected = Buffer.from(lookupHash(pepper, key));
  const stored = Buffer.from(row.lookup_hash);
  return expected.length === stored.length && timingSafeEqual(expected, stored);
}
