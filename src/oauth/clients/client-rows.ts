import type { Insertable, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { OAuthError } from '../oauth-error.ts';
import { type ClientFacts, isNative } from './client.ts';

/** Which of our two ways a client came: it registered, or its id is the URL of a document. */
type Origin = { kind: 'registered' } | { kind: 'document'; freshUntil: string };

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
  };
}

/** What the door itself asks of a client; undefined for one that is not known. */
export async function readClient(database: Kysely<Schema>, clientId: string) {
  return await database
    .selectFrom('connect_clients')
    .select(['client_id', 'client_discovery_id', 'name', 'redirect_uris', 'fresh_until', 'seen_at'])
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
    .executeTakeFirstOrThrow();
  if (clients < mostClients) return;
  const facts = { retryAfterSeconds: 3_600 };
  throw new OAuthError('temporarily_unavailable', 'Too many apps have registered here. Try again tomorrow.', facts);
}
