import type { Kysely } from 'kysely';
import { impliedScopes, type Scope, scopes } from '../contract/scope.ts';
import type { Schema } from '../store/schema.ts';
import { lookupHash } from './hash.ts';
import type { Secrets } from './secrets.ts';
import type { Verdict } from './verdict.ts';
import type { KnownKey } from './verdict-cache.ts';

/** A key found in the database, with what re-hashing it needs. */
export interface FoundKey {
  known: KnownKey;
  row: VerifiableRow;
}

export type VerifiableRow = Awaited<ReturnType<ReturnType<typeof selectVerifiable>['executeTakeFirstOrThrow']>>;

/** Finds a key under whichever pepper its row names. The only query by key: it is what tells the organization. */
export async function lookUpKey(
  database: Kysely<Schema>,
  secrets: Secrets,
  key: string,
): Promise<FoundKey | undefined> {
  const hashes = secrets.peppers.map((pepper) => lookupHash(pepper, key));
  const row = await selectVerifiable(database).where('api_keys.lookup_hash', 'in', hashes).executeTakeFirst();
  return row === undefined ? undefined : { known: knownKey(row), row };
}

/** The rows that decide verdicts: a key with what its organization lets it do. */
export function selectVerifiable(database: Kysely<Schema>) {
  return database
    .selectFrom('api_keys')
    .innerJoin('organizations', 'organizations.id', 'api_keys.organization_id')
    .select([
      'api_keys.id',
      'api_keys.organization_id',
      'api_keys.name',
      'api_keys.scopes',
      'api_keys.status',
      'api_keys.expires_at',
      'api_keys.purpose',
      'api_keys.lookup_hash',
      'api_keys.pepper_id',
      'api_keys.sealed_key',
      'organizations.name as organization_name',
      'organizations.suspended_at',
      'organizations.url_keys',
      'organizations.holds_sample_data',
    ]);
}

/** What a row comes to. Pure; expiry is left to the moment of use. */
export function knownKey(row: VerifiableRow): KnownKey {
  const key = { organizationId: row.organization_id, keyId: row.id };
  if (row.status !== 'enabled') return { verdict: { kind: 'disabled', key }, expiresAt: Number.POSITIVE_INFINITY };
  // The key that the first start printed ends with the sample data that it was printed for.
  if (row.purpose === 'first_start' && row.holds_sample_data === 0) {
    return { verdict: { kind: 'expired', key }, expiresAt: Number.POSITIVE_INFINITY };
  }
  return {
    verdict: row.suspended_at === null ? valid(row) : { kind: 'suspended', key },
    expiresAt: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
  };
}

/** The verdict at a moment in milliseconds. Written so that an unreadable expiry (NaN) counts as passed. */
export function verdictAt(known: KnownKey, at: number): Verdict {
  const { verdict } = known;
  if (at < known.expiresAt || verdict.kind === 'unknown') return verdict;
  if (verdict.kind !== 'valid') return { kind: 'expired', key: verdict.key };
  const { organizationId, keyId } = verdict.principal;
  return { kind: 'expired', key: { organizationId, keyId } };
}

/** Scopes as stored, widened by implication; a word that is no scope grants nothing. */
export function storedScopes(text: string): readonly Scope[] {
  const words = text.split(' ');
  return impliedScopes(scopes.filter((scope) => words.includes(scope)));
}

function valid(row: VerifiableRow): Verdict {
  // Frozen: every request with this key is given the same object.
  return Object.freeze({
    kind: 'valid',
    principal: Object.freeze({
      organizationId: row.organization_id,
      organizationName: row.organization_name,
      keyId: row.id,
      keyName: row.name,
      scopes: storedScopes(row.scopes),
      expiresAt: row.expires_at,
      urlKeys: row.url_keys,
      holdsSampleData: row.holds_sample_data === 1,
    }),
  });
}
