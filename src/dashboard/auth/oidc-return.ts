import { createAuthEndpoint, getSessionFromCtx } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { type OAuthProvider, parseState, verifyProviderIdToken } from 'better-auth/oauth2';
import type { BetterAuthPlugin } from 'better-auth/types';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { ProviderRefusal } from '../contract/provider-refusals.ts';
import { type Arrival, type Outcome, readArrival } from './arrival.ts';
import { oidcProvider } from './oidc.ts';

interface ReturnSetting {
  /** Where the browser is sent on where the state does not say. */
  home: string;
  /** As it was told to the provider. */
  redirectURI: string;
  /** Whether somebody is let in is decided by us alone, without better-auth. `linkTo`: the account that asked for a link. */
  arrive: (arrival: Arrival, linkTo: string | null) => Promise<Outcome>;
}

/** What the provider puts into the address that it sends the browser back to; `provider` is ours. */
const query = z.object({
  provider: z.literal(oidcProvider),
  state: z.string().optional(),
  code: z.string().optional(),
  error: z.string().optional(),
  iss: z.string().optional(),
});

/**
 * The way back from the provider in place of better-auth's own, which looks accounts up by address and links them. What
 * is left to it: the state that binds the flow to the browser that began it, the exchange of the code, the check of the
 * ID token, and the session.
 */
export function oidcReturn({ home, redirectURI, arrive }: ReturnSetting) {
  const finishOidc = createAuthEndpoint('/finish-oidc', { method: 'GET', query }, async (ctx) => {
    // Refuses by itself what this browser did not begin, or began too long ago.
    const state = await parseState(ctx);
    const refuse = (why: ProviderRefusal) => {
      const target = new URL(state.errorURL ?? home);
      target.searchParams.set('error', why);
      return ctx.redirect(target.href);
    };
    const provider = ctx.context.socialProviders.find(({ id }) => id === oidcProvider);
    const session = await getSessionFromCtx(ctx, { disableCookieCache: true });
    const came = await arrivalBy(provider, ctx.query, { ...state, redirectURI }).catch((error: unknown) => {
      const what = error instanceof Error ? error.name : 'unknown';
      ctx.context.logger.warn(`The OpenID Connect provider failed: ${what}`);
      return refused('provider_failed');
    });
    const link = state.link === undefined ? null : { to: state.link.userId, by: session?.user.id };
    const outcome = await outcomeOf(came, link, arrive);
    if (outcome.kind === 'refused') throw refuse(outcome.why);
    if (outcome.kind === 'in') {
      const user = await ctx.context.internalAdapter.findUserById(outcome.personId);
      if (user === null) throw refuse('provider_failed');
      // Always under a new token; what follows a session's beginning ends the one that the browser came with.
      const begun = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session: begun, user });
    }
    throw ctx.redirect(state.callbackURL);
  });
  return { id: 'oidc-return', endpoints: { finishOidc } } satisfies BetterAuthPlugin;
}

type Refused = Extract<Outcome, { kind: 'refused' }>;

function refused(why: ProviderRefusal): Refused {
  return { kind: 'refused', why };
}

async function outcomeOf(
  came: Arrival | Refused,
  link: { to: string; by: string | undefined } | null,
  arrive: ReturnSetting['arrive'],
): Promise<Outcome> {
  if ('kind' in came) return came;
  if (link === null) return arrive(came, null);
  // The account of whoever is signed in now, in the browser that asked for the link.
  return link.to === link.by ? arrive(came, link.to) : refused('session_changed');
}

/** Who came back, unless what came back is no answer of the provider's to what this browser asked. */
async function arrivalBy(
  provider: OAuthProvider | undefined,
  { code, iss, error }: z.output<typeof query>,
  {
    codeVerifier,
    idTokenNonce,
    redirectURI,
  }: { codeVerifier: string; idTokenNonce?: string | undefined; redirectURI: string },
): Promise<Arrival | Refused> {
  if (error === 'access_denied') return refused('access_denied');
  const failed = refused('provider_failed');
  if (provider === undefined || code === undefined || idTokenNonce === undefined) return failed;
  // RFC 9207: another provider's answer is not for this one.
  if (iss !== undefined && iss !== provider.issuer) return failed;
  const tokens = await provider.validateAuthorizationCode({ code, codeVerifier, redirectURI });
  if (tokens?.idToken === undefined) return failed;
  if (!(await verifyProviderIdToken(provider, tokens.idToken, idTokenNonce))) return failed;
  const claims = decodeJwt(tokens.idToken);
  if (claims.email !== undefined) return readArrival(claims) ?? failed;
  // Of an account that is linked the address is not needed, so a failure here is none.
  const more = await provider.getUserInfo({ ...tokens, expectedIdTokenNonce: idTokenNonce }).catch(() => null);
  return readArrival({ ...claims, ...addressOf(more?.data) }) ?? failed;
}

/** Address and its proof from one place, never the one from here and the other from there. */
function addressOf(profile: object | undefined): object {
  const { email, email_verified, name } = told.parse(profile ?? {});
  return { email, email_verified, ...(name !== undefined && { name }) };
}

const told = z.object({
  email: z.unknown().optional(),
  email_verified: z.unknown().optional(),
  name: z.unknown().optional(),
});
