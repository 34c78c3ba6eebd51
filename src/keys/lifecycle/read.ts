import { notFound } from '../../contract/problem.ts';
import type { KeyReference } from '../key-reference.ts';
import { type ApiKey, shownKey } from './api-key.ts';
import type { KeyContext } from './key-context.ts';

const dayMs = 86_400_000;

/** All keys of an organization, newest first. */
export async function listKeys({ store }: Pick<KeyContext, 'store'>, organizationId: string): Promise<ApiKey[]> {
  const rows = await store.read
    .selectFrom('api_keys')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(shownKey);
}

/** @throws NOT_FOUND for an unknown key and for one of another organization alike. */
export async function getKey({ store }: Pick<KeyContext, 'store'>, reference: KeyReference): Promise<ApiKey> {
  const row = await store.read
    .selectFrom('api_keys')
    .selectAll()
    .where('organization_id', '=', reference.organizationId)
    .where('id', '=', reference.keyId)
    .executeTakeFirst();
  if (row === undefined) throw notFound('API key');
  return shownKey(row);
}

/** Whether deleting a key deserves a warning (contract §3, Life). */
export function usedWithinLast24h({ last_used_at }: Pick<ApiKey, 'last_used_at'>, now: number): boolean {
  return last_used_at !== null && now - Date.parse(last_used_at) < dayMs;
}
