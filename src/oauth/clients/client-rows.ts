import type { Insertable, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { tooMany } from '../oauth-error.ts';
import { type ClientFacts, isNative } from './client.ts';

/** Which of our ways a client came: it registered, its id is the URL of a document, or an owner made it by hand. */
type Origin =
  | { kind: 'registered' }
  | { kind: 'document'; freshUntil: string }
  | { kind: 'own'; organizationId: string; secretHash: string | null };

/** Named in the rows of documents, so that no registered client passes for one of them. */
export const documentDiscovery = 'document';

/** Puts a client into the table that the library reads; one that is there from a document is replaced. */
export async function writeClient(
  database: Kysely<Schema>,
  facts: ClientFacts,
  origin: Origin,
  now: number,
): Promise<void> {
  const row = clientRow(facts, origin, new Date(now).toISOString());
  await database
    .insertInto('connect_clients')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('client_id')
        .doUpdateSet({ ...row, created_at: (each) => each.ref('connect_clients.created_at') })
        .where('connect_clients.client_discovery_id', '=', documentDiscovery),
    )
    .execute();
}

function clientRow(
  facts: ClientFacts,
  origin: Origin,
  at: string,
): Insertable<Schema['connect_clients']> & { id: string } {
  return {
    id: facts.clientId,
    client_id: facts.clientId,
    client_discovery_id: origin.kind === 'document' ? documentDiscovery : null,
    name: facts.name,
    uri: null,
    redirect_uris: JSON.stringify(facts.redirectUris),
    token_endpoint_auth_method: facts.authentication,
    application_type: isNative(facts.redirectUris) ? 'native' : 'web',
    client_secret: null,
    jwks: facts.jwks,
    jwks_uri: facts.jwksUri,
    grant_types: JSON.stringify(['authorization_code', 'refresh_token']),
    response_types: JSON.stringify(['code']),
    require_pkce: sql<boolean>`true`,
    created_at: at,
    updated_at: at,
    seen_at: at,
    fresh_until: origin.kind === 'document' ? origin.freshUntil : null,
    organization_id: origin.kind === 'own' ? origin.organizationId : null,
    secret_hash: origin.kind === 'own' ? origin.secretHash : null,
  };
}

/** What the door itself asks of a client; undefined for one that is not known. */
export async function readClient(database: Kysely<Schema>, clientId: string) {
  return await database
    .selectFrom('connect_clients')
    .select([
      'client_id',
      'client_discovery_id',
      'name',
      'redirect_uris',
      'fresh_until',
      'seen_at',
      'organization_id',
      'secret_hash',
    ])
    .where('client_id', '=', clientId)
    .executeTakeFirst();
}

/** What strangers can make must end somewhere: those that come to nothing are swept, and beyond this nothing is made. */
const mostClients = 20_000;

/** @throws OAuthError temporarily_unavailable */
export async function requireRoomForClient({ read }: Pick<Store, 'read'>): Promise<void> {
  const { clients } = await read
    .selectFrom('connect_clients')
    .select(({ fn }) => fn.countAll<number>().as('clients'))
    .where('organization_id', 'is', null)
    .executeTakeFirstOrThrow();
  if (clients < mostClients) return;
  throw tooMany('Too many apps have registered here. Try again tomorrow.', 3_600);
}

/** The redirects of a row. */
export function shownRedirects(json: string): readonly string[] {
  const uris: unknown = JSON.parse(json);
  return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
}
