import type { Principal } from '../../contract/principal.ts';
import type { Authenticated, Authenticator } from '../../http/authenticate.ts';
import { createFixedWindow } from '../../http/fixed-window.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { asMember, beginVisit } from '../people/visit.ts';
import { requireOwnPage } from './same-origin.ts';
import { sessionPrincipal } from './session-principal.ts';

const peopleCounted = 100_000;

/**
 * Lets the REST router serve whoever is signed in, so that no operation is written twice: in place of a key's, its
 * caller is the session's principal. A key in such a request counts for nothing.
 */
export function createSessionAuthenticator(
  context: DashboardContext,
  { rateLimitPerMinute }: { rateLimitPerMinute: number },
): Pick<Authenticator, 'authenticate' | 'spendMore'> {
  const requests = createFixedWindow({ limit: rateLimitPerMinute, now: context.keys.now, subjects: peopleCounted });
  return {
    spendMore: (principal, calls) => requests.take(principal.keyId, calls).retryAfterSeconds,
    async authenticate(exchange): Promise<Authenticated> {
      exchange.presented = [];
      const { method } = exchange.request;
      if (method !== 'GET' && method !== 'HEAD') requireOwnPage(exchange.request, context.config.publicUrls.dashboard);
      const again = async (): Promise<Principal> => {
        const visit = await beginVisit(context, exchange);
        if (visit.cookies.length > 0) exchange.response.setHeader('Set-Cookie', visit.cookies);
        const member = await asMember(context, visit, 'viewer');
        const principal = sessionPrincipal(member);
        exchange.person = { organizationId: principal.organizationId, personId: member.visitor.person.id };
        return principal;
      };
      const principal = await again();
      return { principal, place: 'authorization', limit: requests.take(principal.keyId), again };
    },
  };
}
