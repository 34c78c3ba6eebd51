import { AsyncLocalStorage } from 'node:async_hooks';
import type { KeyObject } from 'node:crypto';
import { getOAuthProviderApi, oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import type { BetterAuthPlugin } from 'better-auth/types';
import { z } from 'zod';
import { isRecord } from '../../contract/is-record.ts';
import { scopes } from '../../contract/scope.ts';
import { accessTokenPrefix, generateToken, refreshTokenPrefix } from '../../keys/format.ts';
import { newTokenHash } from '../../keys/grants/look-up.ts';
import type { SecretsSource } from '../../keys/open-secrets.ts';
import { authTables } from '../../store/auth-tables.ts';
import type { Store } from '../../store/store.ts';
import { documentDiscovery } from '../clients/client-rows.ts';
import { endpointPaths, offlineAccess } from '../documents/metadata.ts';
import { lifetimes } from '../lifetimes.ts';
import { resourceOf } from '../resource.ts';
import { pluginTables } from './tables.ts';

export interface ProviderSetting {
  store: Store;
  secrets: SecretsSource;
  /** Signs what is handed over; the dashboard's sessions are signed by it, and are read here. */
  sessionSecret: KeyObject;
  /** How the names of the dashboard's cookies begin. */
  cookiePrefix: string;
  connectUrl: string;
  newId: () => string;
  randomBytes: (size: number) => Uint8Array;
  /** For the keys of a client that signs: a response as `fetch` gives one. */
  fetchResource: (url: string, signal: AbortSignal | undefined) => Promise<Response>;
  log: (level: 'info' | 'warn' | 'error' | 'debug', message: string) => void;
}

/** What the library makes of an authorization request. */
export type Authorized =
  /** The request is in order: somebody is to be asked. The query is signed by it. */
  | { kind: 'ask'; signedQuery: string }
  /** The client is to be told. */
  | { kind: 'answer'; location: string }
  /** There is nobody who may be told but whoever looks at the browser. */
  | { kind: 'refused'; code: string };

/** An answer of one of its endpoints. */
export interface LibraryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Never reached: it marks what the library would send a browser to, which the door does in its own way. */
const askMark = 'https://ask.invalid/';
const errorMark = 'https://error.invalid/';

/** The plugin of better-auth that checks requests, gives codes and exchanges them. None of its own HTTP is mounted. */
export function createProvider(setting: ProviderSetting) {
  const { connectUrl } = setting;
  const consented = new AsyncLocalStorage<string>();
  const auth = createConnectAuth(setting, () => consented.getStore());

  const post = async (
    path: string,
    form: URLSearchParams,
    authorization: string | undefined,
  ): Promise<LibraryAnswer> => {
    const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
    if (authorization !== undefined) headers.set('authorization', authorization);
    const request = new Request(connectUrl + path, { method: 'POST', headers, body: form });
    return answerOf(await auth.handler(request));
  };

  return {
    async authorize(query: URLSearchParams): Promise<Authorized> {
      const response = await auth.handler(new Request(`${connectUrl}${endpointPaths.authorize}?${query}`));
      const location = response.headers.get('location');
      if (location === null) return { kind: 'refused', code: 'invalid_request' };
      if (location.startsWith(askMark)) return { kind: 'ask', signedQuery: new URL(location).search.slice(1) };
      if (!location.startsWith(errorMark)) return { kind: 'answer', location };
      return { kind: 'refused', code: new URL(location).searchParams.get('error') ?? 'invalid_request' };
    },

    /**
     * Where the browser goes with the answer to a request: with a code, or with `access_denied`.
     * @param cookie of the dashboard's session whose person has answered
     * @param grantId what every token of this code will name
     * @returns null for a request whose time is over, or that is not of our making
     */
    async answer(
      signedQuery: string,
      cookie: string,
      decision: { kind: 'deny' } | { kind: 'allow'; scope: string; grantId: string },
    ): Promise<string | null> {
      const isAllowed = decision.kind === 'allow';
      const body = { accept: isAllowed, oauth_query: signedQuery, ...(isAllowed && { scope: decision.scope }) };
      const headers = { 'content-type': 'application/json', origin: connectUrl, cookie };
      const request = new Request(`${connectUrl}/oauth2/consent`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      const answered = await consented.run(isAllowed ? decision.grantId : '', () => auth.handler(request));
      const { url } = (await answerOf(answered)).body;
      return typeof url === 'string' && !url.startsWith(errorMark) && !url.startsWith(askMark) ? url : null;
    },

    /** Exchanges a code. Whatever comes of it, the code is spent. */
    exchangeCode: (form: URLSearchParams, authorization?: string) => post(endpointPaths.token, form, authorization),

    /** Whether the client of a form is who it says; the answer's status is 200 where it is. */
    authenticate: (form: URLSearchParams, authorization?: string) => post(authenticatePath, form, authorization),
  };
}

export type Provider = ReturnType<typeof createProvider>;

async function answerOf(response: Response): Promise<LibraryAnswer> {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: isRecord(body) ? body : {} };
}

function createConnectAuth(
  { store, secrets, sessionSecret, cookiePrefix, connectUrl, newId, randomBytes, fetchResource, log }: ProviderSetting,
  grantId: () => string | undefined,
) {
  const token = (prefix: typeof accessTokenPrefix | typeof refreshTokenPrefix) => async () =>
    generateToken(prefix, randomBytes);
  const plugin = oauthProvider({
    loginPage: askMark,
    consentPage: askMark,
    scopes: [...scopes, offlineAccess],
    resources: [resourceOf(connectUrl)],
    // A client may ask for the one server that there is.
    enforcePerClientResources: false,
    grantTypes: ['authorization_code', 'refresh_token'],
    disableJwtPlugin: true,
    codeExpiresIn: lifetimes.requestSeconds,
    accessTokenExpiresIn: lifetimes.accessTokenSeconds,
    refreshTokenExpiresIn: lifetimes.refreshTokenSeconds,
    generateOpaqueAccessToken: token(accessTokenPrefix),
    generateRefreshToken: token(refreshTokenPrefix),
    storeTokens: { hash: async (text) => newTokenHash(secrets.current(), text) },
    postLogin: {
      page: askMark,
      shouldRedirect: async () => false,
      consentReferenceId: async () => grantId() ?? '',
    },
    schema: pluginTables,
    extensions: [
      {
        clientDiscovery: {
          id: documentDiscovery,
          matches: () => true,
          // The door has read the document before; a client that may do either is what its request shows it to be.
          resolve: async ({ body }, _clientId, existing) => {
            if (existing === null || String(existing.tokenEndpointAuthMethod) !== 'either') return existing;
            const signs = isRecord(body) && body.client_assertion !== undefined;
            return { ...existing, tokenEndpointAuthMethod: signs ? 'private_key_jwt' : 'none' };
          },
          fetchClientMetadataResource: async (url, init) => fetchResource(String(url), init?.signal ?? undefined),
        },
      },
    ],
  });
  return betterAuth({
    baseURL: connectUrl,
    basePath: '/',
    secret: sessionSecret.export().toString('base64url'),
    database: { db: store.write, type: store.dialect },
    trustedOrigins: [connectUrl],
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log(level, message) },
    onAPIError: { errorURL: errorMark },
    ...authTables,
    plugins: [plugin, authenticateClient(plugin.options)],
    // A function, not 'uuid': that replaces the ids that the plugin gives, and with them its memory of assertions that were used.
    advanced: { cookiePrefix, useSecureCookies: false, database: { generateId: () => newId() } },
  });
}

const authenticatePath = '/authenticate-client';

/** The library's own check of clients, for the endpoints that are ours. */
function authenticateClient(options: Parameters<typeof getOAuthProviderApi>[1]) {
  const endpoint = createAuthEndpoint(
    authenticatePath,
    {
      method: 'POST',
      body: z.object({}).loose(),
      cloneRequest: true,
      metadata: { allowedMediaTypes: ['application/x-www-form-urlencoded'] },
    },
    async (ctx) => {
      // An assertion is made for the token endpoint, whichever of ours the client comes to.
      const at = { ...ctx, path: endpointPaths.token };
      const { clientId } = await getOAuthProviderApi(at, options).authenticateClient({ requireCredentials: false });
      return ctx.json({ client_id: clientId });
    },
  );
  return { id: 'authenticate-client', endpoints: { authenticateClient: endpoint } } satisfies BetterAuthPlugin;
}
