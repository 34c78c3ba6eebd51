import { randomUUID } from 'node:crypto';
import { isRecord } from '../../contract/is-record.ts';
import { scopes } from '../../contract/scope.ts';
import type { Exchange } from '../../http/exchange.ts';
import { readJson } from '../../http/read-json.ts';
import type { Store } from '../../store/store.ts';
import { offlineAccess } from '../documents/metadata.ts';
import type { Limits } from '../limits.ts';
import { OAuthError, sendJson } from '../oauth-error.ts';
import { readRedirects } from './client.ts';
import { requireRoomForClient, writeClient } from './client-rows.ts';
import { clientName } from './client-words.ts';

interface Registering {
  store: Store;
  now: () => number;
  limits: Limits;
}

/**
 * RFC 7591. Whoever asks is given an id, which proves nothing: it is shown to people as not verified. No secret is made,
 * as PKCE does its work and a secret on somebody's machine is none. What clients ask for beyond what is known here is
 * dropped and not refused, since they ask for much that they do not need.
 * @throws OAuthError invalid_redirect_uri, invalid_client_metadata, temporarily_unavailable
 */
export async function register({ store, now, limits }: Registering, exchange: Exchange): Promise<void> {
  limits.take(exchange, 'register');
  const body = await readJson(exchange);
  if (!isRecord(body))
    throw new OAuthError('invalid_client_metadata', 'Send the metadata of the client as a JSON object.');
  const redirectUris = readRedirects(body.redirect_uris);
  if (redirectUris === null) {
    throw new OAuthError(
      'invalid_redirect_uri',
      'redirect_uris must be 1 to 12 addresses: https, http of this machine, or the scheme of a known app; without a user, a fragment or a wildcard.',
    );
  }
  await requireRoomForClient(store);
  const clientId = randomUUID();
  const name = clientName(body.client_name);
  const at = now();
  const facts = { clientId, name, redirectUris, authentication: 'none', jwks: null, jwksUri: null } as const;
  await writeClient(store.write, facts, { kind: 'registered' }, at);
  sendJson(exchange, 201, {
    client_id: clientId,
    client_id_issued_at: Math.floor(at / 1000),
    client_name: name,
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    scope: [...scopes, offlineAccess].join(' '),
  });
}
