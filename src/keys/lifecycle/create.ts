import { writeChange } from '../../audit/write-change.ts';
import { notFound } from '../../contract/problem.ts';
import type { Scope } from '../../contract/scope.ts';
import { validName } from '../../organizations/name.ts';
import type { ApiKeyRow } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { generateKey, maskKey } from '../format.ts';
import { lookupHash } from '../hash.ts';
import { sealKey } from '../seal.ts';
import { type CreatedKey, shownKey } from './api-key.ts';
import type { KeyContext } from './key-context.ts';
import { requireRoomForKey } from './room.ts';
import { wantedExpiry, wantedScopes } from './wanted.ts';

const firstStartDays = 7;

export interface KeyWish {
  organizationId: string;
  name: string;
  /** All scopes where left out. */
  scopes?: readonly string[] | undefined;
  /** ISO 8601; never where left out. */
  expiresAt?: string | null | undefined;
  /** `cli` or a person's id. */
  createdBy: string;
}

/** What a new row takes over as it is; everything else of it is derived from the new key. */
export interface NewKey {
  organizationId: string;
  name: string;
  scopes: readonly Scope[];
  expiresAt: string | null;
  createdBy: string;
  purpose: ApiKeyRow['purpose'];
}

/**
 * Makes a key; its full text is in this answer and nowhere else.
 * @throws VALIDATION_ERROR, NOT_FOUND for an unknown organization, CONFLICT for one that has as many as it may.
 */
export async function createKey(context: KeyContext, wish: KeyWish): Promise<CreatedKey> {
  return insert(context, {
    organizationId: wish.organizationId,
    name: validName(wish.name),
    scopes: wantedScopes(wish.scopes),
    expiresAt: wantedExpiry(wish.expiresAt, context.now()),
    createdBy: wish.createdBy,
    purpose: 'ordinary',
  });
}

/** The key of the command that the very first start prints: it can only read, lives a week, and goes with the sample data. */
export async function createFirstStartKey(context: KeyContext, organizationId: string): Promise<CreatedKey> {
  return insert(context, {
    organizationId,
    name: 'first start',
    scopes: ['read'],
    expiresAt: new Date(context.now() + firstStartDays * 86_400_000).toISOString(),
    createdBy: 'first start',
    purpose: 'first_start',
  });
}

/** A new key with the row that keeps it. Sealing is slow work, so it is done before any transaction begins. */
export async function newKeyRow(context: KeyContext, wanted: NewKey): Promise<{ row: ApiKeyRow; fullKey: string }> {
  const fullKey = generateKey(context.randomBytes);
  const secrets = context.secrets.current();
  const [pepper] = secrets.peppers;
  const id = context.newId();
  const owner = { keyId: id, organizationId: wanted.organizationId };
  const row: ApiKeyRow = {
    id,
    organization_id: wanted.organizationId,
    name: wanted.name,
    masked_key: maskKey(fullKey),
    lookup_hash: lookupHash(pepper, fullKey),
    pepper_id: pepper.id,
    sealed_key: context.recovery ? await sealKey(secrets, fullKey, owner) : null,
    scopes: wanted.scopes.join(' '),
    status: 'enabled',
    created_at: new Date(context.now()).toISOString(),
    created_by: wanted.createdBy,
    expires_at: wanted.expiresAt,
    last_used_at: null,
    last_used_client: null,
    last_used_place: null,
    purpose: wanted.purpose,
    replaced_by: null,
  };
  return { row, fullKey };
}

async function insert(context: KeyContext, wanted: NewKey): Promise<CreatedKey> {
  const { row, fullKey } = await newKeyRow(context, wanted);
  // No new revision: nobody can have tried this key before it existed, so no cache knows it.
  await inTransaction(context.store, async (transaction) => {
    const organization = await transaction
      .selectFrom('organizations')
      .select('id')
      .where('id', '=', wanted.organizationId)
      .executeTakeFirst();
    if (organization === undefined) throw notFound('organization');
    await requireRoomForKey(transaction, wanted.organizationId);
    await transaction.insertInto('api_keys').values(row).execute();
    await writeChange(transaction, context, {
      organizationId: row.organization_id,
      keyId: row.id,
      by: row.created_by,
      event: 'key.created',
      facts: { name: row.name, scopes: row.scopes },
    });
  });
  return { apiKey: shownKey(row), fullKey };
}
