import type { Kysely } from 'kysely';
import { impliedScopes, type Scope } from '../../contract/scope.ts';
import { scopesOfRole } from '../../organizations/role-scopes.ts';
import type { Schema } from '../../store/schema.ts';
import { lookupHash } from '../hash.ts';
import { storedScopes } from '../look-up.ts';
import type { Secrets } from '../secrets.ts';
import type { KnownKey } from '../verdict-cache.ts';

type GrantWithMember = Awaited<ReturnType<ReturnType<typeof selectGrants>['executeTakeFirstOrThrow']>>;

/** What a token can be stored as: by whichever pepper it was hashed. */
export function tokenHashes(secrets: Secrets, token: string): readonly string[] {
  return secrets.peppers.map((pepper) => lookupHash(pepper, token));
}

/** What a new token is stored as. */
export function newTokenHash(secrets: Secrets, token: string): string {
  return lookupHash(secrets.peppers[0], token);
}

/**
 * Finds what an access token is worth; undefined for one that is unknown, over, or of somebody who has left. Like the
 * look-up of a key the only query without an organization: it is what tells it.
 * @param resource what this server is called as: a token for another one is none here
 */
export async function lookUpToken(
  database: Kysely<Schema>,
  secrets: Secrets,
  { token, resource }: { token: string; resource: string },
): Promise<KnownKey | undefined> {
  const row = await selectGrants(database)
    .innerJoin('connect_access_tokens', 'connect_access_tokens.grant_id', 'connect_grants.id')
    .select(['connect_access_tokens.resources', 'connect_access_tokens.expires_at as token_expires_at'])
    .where('connect_access_tokens.token', 'in', tokenHashes(secrets, token))
    .executeTakeFirst();
  if (row === undefined || !isFor(row.resources, resource)) return undefined;
  const known = knownGrant(row);
  return { ...known, expiresAt: Math.min(known.expiresAt, new Date(row.token_expires_at).getTime()) };
}

/** Grants with what their person may do now. Who has left the organization has none. */
export function selectGrants(database: Kysely<Schema>) {
  return database
    .selectFrom('connect_grants')
    .innerJoin('organizations', 'organizations.id', 'connect_grants.organization_id')
    .innerJoin('members', (join) =>
      join
        .onRef('members.organization_id', '=', 'connect_grants.organization_id')
        .onRef('members.person_id', '=', 'connect_grants.person_id'),
    )
    .select([
      'connect_grants.id',
      'connect_grants.organization_id',
      'connect_grants.person_id',
      'connect_grants.client_name',
      'connect_grants.scopes',
      'connect_grants.status',
      'connect_grants.expires_at',
      'members.role',
      'organizations.name as organization_name',
      'organizations.suspended_at',
      'organizations.url_keys',
      'organizations.holds_sample_data',
    ]);
}

/** What a grant comes to. Pure; its end is left to the moment of use. */
export function knownGrant(row: GrantWithMember): KnownKey {
  const key = { organizationId: row.organization_id, keyId: row.id };
  const expiresAt = Date.parse(row.expires_at);
  if (row.status !== 'enabled') return { verdict: { kind: 'disabled', key }, expiresAt };
  if (row.suspended_at !== null) return { verdict: { kind: 'suspended', key }, expiresAt };
  const grantable = scopesOfRole(row.role);
  const principal = Object.freeze({
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    keyId: row.id,
    keyName: row.client_name,
    scopes: bothHave(storedScopes(row.scopes), grantable),
    expiresAt: row.expires_at,
    urlKeys: row.url_keys,
    holdsSampleData: row.holds_sample_data === 1,
    grant: Object.freeze({ personId: row.person_id, grantable }),
  });
  return { verdict: Object.freeze({ kind: 'valid', principal }), expiresAt };
}

/** A role may have shrunk since: the grant shrinks with it, and grows again no further than it was. */
function bothHave(granted: readonly Scope[], grantable: readonly Scope[]): readonly Scope[] {
  return impliedScopes(granted.filter((scope) => grantable.includes(scope)));
}

function isFor(resources: string | null, resource: string): boolean {
  const named: unknown = resources === null ? [] : JSON.parse(resources);
  return Array.isArray(named) && named.includes(resource);
}
