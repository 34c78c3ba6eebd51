import type { KeyObject } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { OidcSetting } from '../../config.ts';
import { authTables } from '../../store/auth-tables.ts';
import type { Store } from '../../store/store.ts';
import { shortestPassword } from '../contract/session.ts';
import type { Arrival, Outcome } from './arrival.ts';
import { beginSession } from './begin-session.ts';
import { cookieScope, sessionCookiePrefix } from './cookie-scope.ts';
import { authPath, oidcCallbackPath, oidcProvider } from './oidc.ts';
import { oidcReturn } from './oidc-return.ts';
import type { PasswordHash } from './password-hash.ts';

export interface AuthSetting {
  store: Store;
  /** Signs the cookies. */
  secret: KeyObject;
  /** URL of the dashboard. */
  publicUrl: string;
  oidc: OidcSetting | null;
  /** Its own scrypt where left out. */
  passwords?: PasswordHash | undefined;
  /** What becomes of somebody whom the OpenID Connect provider sends back. */
  arrive: (arrival: Arrival, linkTo: string | null) => Promise<Outcome>;
  log: (level: 'info' | 'warn' | 'error' | 'debug', message: string) => void;
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth on our database under our names (design, Decisions). It keeps passwords, sessions and the OpenID Connect
 * flow; who comes into being and who is whom is decided by us. None of its own HTTP is mounted. Never call it inside a
 * transaction of ours: on SQLite both want the one writing connection, and wait for ever.
 */
export function createAuth({ store, secret, publicUrl, oidc, passwords, arrive, log }: AuthSetting) {
  const cookies = cookieScope(publicUrl);
  return betterAuth({
    // With a path of its own better-auth takes it as it is: with one in PUBLIC_URL it would leave ours out.
    baseURL: publicUrl + authPath,
    secret: secret.export().toString('base64url'),
    database: { db: store.write, type: store.dialect },
    trustedOrigins: [new URL(publicUrl).origin],
    telemetry: { enabled: false },
    // Ours stands before every route; its own would count by an address that a proxy may invent.
    rateLimit: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log(level, message) },
    onAPIError: { errorURL: `${publicUrl}/` },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: shortestPassword,
      disableSignUp: true,
      ...(passwords !== undefined && { password: passwords }),
    },
    user: authTables.user,
    session: {
      ...authTables.session,
      additionalFields: {
        activeOrganizationId: { type: 'string', required: false, input: false, fieldName: 'organization_id' },
      },
    },
    account: {
      ...authTables.account,
      encryptOAuthTokens: true,
      // It would link by address; what links is in `provider/`.
      accountLinking: { enabled: false, disableImplicitLinking: true },
    },
    verification: authTables.verification,
    databaseHooks: {
      // Our own routes write people and how they sign in.
      user: { create: { before: nothing } },
      account: { create: { before: nothing } },
    },
    plugins: [
      beginSession(),
      oidcReturn({ home: `${publicUrl}/`, redirectURI: publicUrl + oidcCallbackPath, arrive }),
      ...(oidc === null
        ? []
        : [
            genericOAuth({
              config: [
                {
                  providerId: oidcProvider,
                  discoveryUrl: oidc.discoveryUrl,
                  requireIdTokenVerification: true,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  scopes: ['openid', 'email', 'profile'],
                  pkce: true,
                },
              ],
            }),
          ]),
    ],
    advanced: {
      cookiePrefix: sessionCookiePrefix(publicUrl),
      // It knows no prefix but `__Secure-`: ours is in the name.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: cookies.secure, path: cookies.path },
      database: { generateId: 'uuid' },
    },
  });
}

/** As a hook: whatever it is, better-auth does not make it. */
const nothing = async () => false;
