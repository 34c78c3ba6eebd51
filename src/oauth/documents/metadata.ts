import { scopes } from '../../contract/scope.ts';

/** Beside our scopes: a client that asks for it goes on without its person for as long as the grant lasts. */
export const offlineAccess = 'offline_access';

/** Where the endpoints are. Hosted clients that lose the metadata try the short paths (`aliases` in `connect-door.ts`). */
export const endpointPaths = {
  authorize: '/oauth2/authorize',
  token: '/oauth2/token',
  register: '/oauth2/register',
  revoke: '/oauth2/revoke',
} as const;

/**
 * RFC 9728.
 * @param path of the resource that was asked for: '', `/mcp` or `/mcp/`. It is named as it was asked for, since clients
 * refuse a document that names another spelling than theirs
 */
function protectedResource(connectUrl: string, path: string) {
  return {
    resource: connectUrl + path,
    resource_name: 'CreatorAudit',
    authorization_servers: [connectUrl],
    scopes_supported: [...scopes],
    bearer_methods_supported: ['header'],
  };
}

/** RFC 8414, for MCP 2026-07-28: what this server does and nothing of what its library could. */
function authorizationServer(connectUrl: string, { fetchesClients }: { fetchesClients: boolean }) {
  const authMethods = ['none', 'private_key_jwt'];
  const algorithms = ['ES256', 'RS256', 'EdDSA'];
  return {
    issuer: connectUrl,
    authorization_endpoint: connectUrl + endpointPaths.authorize,
    token_endpoint: connectUrl + endpointPaths.token,
    registration_endpoint: connectUrl + endpointPaths.register,
    revocation_endpoint: connectUrl + endpointPaths.revoke,
    scopes_supported: [...scopes, offlineAccess],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: authMethods,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    authorization_response_iss_parameter_supported: true,
    // Clients do not fall back to registering where this is said and does not work.
    ...(fetchesClients && { client_id_metadata_document_supported: true }),
  };
}

/** Where the document of the resource at a path is: for each spelling its own. */
export function metadataOf(path: string): string {
  return `/.well-known/oauth-protected-resource${path === '/' ? '' : path}`;
}

const known =
  /^\/\.well-known\/(oauth-protected-resource|oauth-authorization-server|openid-configuration)(\/mcp\/?|\/?)$/;

/** The document at a path of this origin; null where there is none. */
export function documentAt(
  path: string,
  { url, fetchesClients }: { url: string; fetchesClients: boolean },
): Record<string, unknown> | null {
  const [, kind, suffix = ''] = known.exec(path) ?? [];
  if (kind === undefined) return null;
  return kind === 'oauth-protected-resource'
    ? protectedResource(url, suffix)
    : authorizationServer(url, { fetchesClients });
}
