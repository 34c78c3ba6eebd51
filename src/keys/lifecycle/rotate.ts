import { writeChange } from '../../audit/write-change.ts';
import { invalid, notFound, Problem } from '../../contract/problem.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { ApiKeyRow } from '../../store/schema.ts';
import type { KeyReference } from '../key-reference.ts';
import { type CreatedKey, shownKey } from './api-key.ts';
import { newKeyRow } from './create.ts';
import type { KeyContext } from './key-context.ts';

const dayMs = 86_400_000;

/** Long enough for every place that uses the key to be changed in working hours. */
const defaultOverlapMs = dayMs;
const longestOverlapMs = 30 * dayMs;

export interface RotationWish extends KeyReference {
  /** How long both keys work, 0 to 30 days in milliseconds; a day where left out. */
  overlapMs?: number | undefined;
  createdBy: string;
}

/**
 * Replaces a key: a new one with the same name and scopes, while the old one expires at the end of the overlap.
 * @throws NOT_FOUND; CONFLICT for a key that is disabled, expired or already replaced; VALIDATION_ERROR
 */
export async function rotateKey(context: KeyContext, wish: RotationWish): Promise<CreatedKey> {
  const overlapMs = wish.overlapMs ?? defaultOverlapMs;
  if (!(overlapMs >= 0 && overlapMs <= longestOverlapMs)) {
    throw invalid([{ field: 'overlap', message: 'must be from 0 to 30 days' }]);
  }
  const now = context.now();
  const old = await rotatable(context, wish, now);
  const { row, fullKey } = await newKeyRow(context, {
    organizationId: old.organization_id,
    name: old.name,
    scopes: shownKey(old).scopes,
    expiresAt: successorExpiry(old, now),
    createdBy: wish.createdBy,
    purpose: old.purpose,
  });
  await context.store.write.transaction().execute(async (transaction) => {
    await transaction.insertInto('api_keys').values(row).execute();
    const replaced = await transaction
      .updateTable('api_keys')
      .set({ expires_at: overlapEnd(old, now + overlapMs), replaced_by: row.id })
      .where('organization_id', '=', old.organization_id)
      .where('id', '=', old.id)
      // Only if the row is still as it was read: of two rotations at once, or a rotation and a disabling, one fails.
      .where('status', '=', 'enabled')
      .where('replaced_by', 'is', null)
      .where('scopes', '=', old.scopes)
      .executeTakeFirst();
    if (replaced.numUpdatedRows === 0n) throw new Problem('CONFLICT', 'The key was changed meanwhile; try again.');
    await bumpKeysRevision(transaction);
    await writeChange(transaction, context, {
      organizationId: old.organization_id,
      keyId: old.id,
      by: wish.createdBy,
      event: 'key.rotated',
      facts: { name: old.name, new_key: row.id },
    });
  });
  context.changed();
  return { apiKey: shownKey(row), fullKey };
}

async function rotatable({ store }: KeyContext, wish: RotationWish, now: number): Promise<ApiKeyRow> {
  const row = await store.write
    .selectFrom('api_keys')
    .selectAll()
    .where('organization_id', '=', wish.organizationId)
    .where('id', '=', wish.keyId)
    .executeTakeFirst();
  if (row === undefined) throw notFound('API key');
  if (row.replaced_by !== null)
    throw new Problem('CONFLICT', 'The key was already rotated: rotate the one that replaced it.');
  if (row.status === 'disabled')
    throw new Problem('CONFLICT', 'The key is disabled: enable it first, or make a new one.');
  if (row.expires_at !== null && Date.parse(row.expires_at) <= now) {
    throw new Problem('CONFLICT', 'The key has expired: make a new one.');
  }
  return row;
}

/** The successor lives as long as its predecessor was given; the first start's key gains no time. */
function successorExpiry(old: ApiKeyRow, now: number): string | null {
  if (old.expires_at === null || old.purpose === 'first_start') return old.expires_at;
  const lifetimeMs = Date.parse(old.expires_at) - Date.parse(old.created_at);
  return new Date(now + lifetimeMs).toISOString();
}

/** The end of the overlap never lengthens a life. */
function overlapEnd(old: ApiKeyRow, end: number): string {
  const expiry = old.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(old.expires_at);
  return new Date(Math.min(end, expiry)).toISOString();
}
