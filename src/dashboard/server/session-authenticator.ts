import { impliedScopes, type Scope } from '../../contract/scope.ts';
import type { Authenticated, Authenticator } from '../../http/authenticate.ts';
import { createFixedWindow } from '../../http/fixed-window.ts';
import type { Principal } from '../../keys/principal.ts';
import type { Role } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { requireOwnPage } from './same-origin.ts';
import { asMember, beginVisit, type MemberVisit } from './visit.ts';

/** What each role may do with the organization's data: the scopes of a key stand for it. */
const widestScope: Readonly<Record<Role, Scope>> = { viewer: 'read', member: 'write', admin: 'admin', owner: 'admin' };

const peopleCounted = 100_000;

/**
 * Lets the REST router serve whoever is signed in, so that no operation is written twice: in place of a key's, its
 * caller is the session's principal. A key in such a request counts for nothing.
 */
export function createSessionAuthenticator(
  context: DashboardContext,
  { rateLimitPerMinute }: { rateLimitPerMinute: number },
): Pick<Authenticator, 'authenticate'> {
  const requests = createFixedWindow({ limit: rateLimitPerMinute, now: context.keys.now, subjects: peopleCounted });
  return {
    async authenticate(exchange): Promise<Authenticated> {
      exchange.presented = [];
      const { method } = exchange.request;
      if (method !== 'GET' && method !== 'HEAD') requireOwnPage(exchange.request, context.config.publicUrls.dashboard);
      const again = async (): Promise<Principal> => {
        const visit = await beginVisit(context, exchange);
        if (visit.cookies.length > 0) exchange.response.setHeader('Set-Cookie', visit.cookies);
        const member = await asMember(context, visit, 'viewer');
        const principal = principalOf(member);
        exchange.person = { organizationId: principal.organizationId, personId: member.visitor.person.id };
        return principal;
      };
      const principal = await again();
      return { principal, place: 'authorization', limit: requests.take(principal.keyId), again };
    },
  };
}

function principalOf({ membership, visitor }: MemberVisit): Principal {
  const { person } = visitor;
  return {
    organizationId: membership.organizationId,
    organizationName: membership.organizationName,
    // Stands for a person where a key's id is asked for; it is in no table of keys.
    keyId: `person:${person.id}`,
    keyName: person.name,
    scopes: impliedScopes([widestScope[membership.role]]),
    expiresAt: null,
    urlKeys: membership.urlKeys,
    holdsSampleData: membership.holdsSampleData,
  };
}
