import type { KeyObject } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { organization } from 'better-auth/plugins/organization';
import type { OidcSetting } from '../../config.ts';
import { prefixOf } from '../../http/prefix.ts';
import type { Store } from '../../store/store.ts';
import { shortestPassword } from '../contract/session.ts';
import { authPath, oidcProvider } from './oidc.ts';
import { accessControl, organizationRoles } from './roles.ts';

/** An invitation is passed on by hand, so it lives a week. */
const invitationSeconds = 7 * 86_400;

export interface AuthSetting {
  store: Store;
  /** Signs the cookies. */
  secret: KeyObject;
  /** URL of the dashboard. */
  publicUrl: string;
  oidc: OidcSetting | null;
  /** Whether somebody who comes by OpenID Connect for the first time may have an account; true = yes. */
  admits: (person: { email: string; emailVerified: boolean }) => Promise<boolean>;
  log: (level: 'info' | 'warn' | 'error' | 'debug', message: string) => void;
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth on our database under our names (design, Decisions). It keeps passwords, sessions, invitations and the
 * OpenID Connect flow; nothing of its own HTTP is mounted but the way back from the provider. Never call it inside a
 * transaction of ours: on SQLite both want the one writing connection, and wait for ever.
 */
export function createAuth({ store, secret, publicUrl, oidc, admits, log }: AuthSetting) {
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
    emailAndPassword: { enabled: true, minPasswordLength: shortestPassword, disableSignUp: true },
    user: { modelName: 'people', fields: { emailVerified: 'email_verified', ...dates } },
    session: {
      modelName: 'dashboard_sessions',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...dates,
      },
    },
    account: {
      modelName: 'sign_in_accounts',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...dates,
      },
      encryptOAuthTokens: true,
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...dates } },
    databaseHooks: {
      user: {
        create: {
          // The only creation that is better-auth's is by OpenID Connect: our own routes write people themselves.
          before: async (person) => admits({ email: person.email, emailVerified: person.emailVerified }),
        },
      },
    },
    plugins: [
      organization({
        ac: accessControl,
        roles: organizationRoles,
        allowUserToCreateOrganization: false,
        invitationExpiresIn: invitationSeconds,
        membershipLimit: 10_000,
        invitationLimit: 1_000,
        schema: {
          session: { fields: { activeOrganizationId: 'organization_id' } },
          organization: {
            modelName: 'organizations',
            // It wants a name for URLs; ours are only ever named by their id.
            fields: { slug: 'id', createdAt: 'created_at' },
          },
          member: {
            modelName: 'members',
            fields: { organizationId: 'organization_id', userId: 'person_id', createdAt: 'created_at' },
          },
          invitation: {
            modelName: 'invitations',
            fields: {
              organizationId: 'organization_id',
              inviterId: 'inviter_id',
              expiresAt: 'expires_at',
              createdAt: 'created_at',
            },
          },
        },
      }),
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
      cookiePrefix: 'creatoraudit',
      useSecureCookies: publicUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: prefixOf(publicUrl) || '/' },
      database: { generateId: 'uuid' },
    },
  });
}

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;
