import { isRecord } from '../../contract/is-record.ts';
import { type ClientAuthentication, type ClientFacts, readRedirects } from './client.ts';
import { clientName } from './client-words.ts';

const longestUrl = 512;

/**
 * Whether an id of a client is the URL of its document (draft-ietf-oauth-client-id-metadata-document-00 §3): https, a path,
 * nothing that two readers would read in two ways.
 */
export function isDocumentUrl(clientId: string): boolean {
  const url = clientId.length > longestUrl || !/^[\x21-\x7e]+$/.test(clientId) ? null : URL.parse(clientId);
  if (url === null || url.protocol !== 'https:' || url.pathname === '/' || url.search !== '') return false;
  // As it is written it must be what it means: no user, fragment, dot segments, default port or other case.
  return url.href === clientId && url.hash === '' && url.username + url.password === '';
}

/**
 * Reads the document of the client that is named by its URL; null for one that does not say what it must. A document with a
 * secret that is shared with nobody is one that somebody misunderstood: it is not taken.
 */
export function readClientDocument(clientId: string, document: unknown): ClientFacts | null {
  if (!isRecord(document) || document.client_id !== clientId || 'client_secret' in document) return null;
  const redirectUris = readRedirects(document.redirect_uris);
  const authentication = authenticationOf(document);
  const keys = keysOf(clientId, document);
  if (redirectUris === null || authentication === null || keys === null) return null;
  if (authentication === 'private_key_jwt' && keys.jwks === null && keys.jwksUri === null) return null;
  return { clientId, name: clientName(document.client_name), redirectUris, authentication, ...keys };
}

/** ChatGPT names `private_key_jwt`, says that it can do without, and then does either. */
function authenticationOf(document: Readonly<Record<string, unknown>>): ClientAuthentication | null {
  const { token_endpoint_auth_method: method = 'none', token_endpoint_auth_methods_supported: supported } = document;
  if (method === 'none') return 'none';
  if (method !== 'private_key_jwt') return null;
  return Array.isArray(supported) && supported.includes('none') ? 'either' : 'private_key_jwt';
}

/** A client's keys are in its document, or on the host of its document: elsewhere somebody else would speak for it. */
function keysOf(
  clientId: string,
  { jwks, jwks_uri: uri }: Readonly<Record<string, unknown>>,
): Pick<ClientFacts, 'jwks' | 'jwksUri'> | null {
  if (uri !== undefined) {
    const isSameHost = typeof uri === 'string' && URL.parse(uri)?.origin === new URL(clientId).origin;
    return isSameHost && jwks === undefined ? { jwks: null, jwksUri: uri } : null;
  }
  if (jwks === undefined) return { jwks: null, jwksUri: null };
  return isRecord(jwks) ? { jwks: JSON.stringify(jwks), jwksUri: null } : null;
}
