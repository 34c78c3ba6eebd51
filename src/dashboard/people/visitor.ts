import type { DashboardContext } from '../dashboard-context.ts';
import type { Membership, Person } from './person.ts';

/** Who a session speaks for. */
export interface Visitor {
  person: Person;
  sessionId: string;
  /** The organization that the session was moved into; it may be one that the person has left since. */
  organizationId: string | null;
}

const sessionCookie = /(?:^|;\s*)(?:__(?:Host|Secure)-)?creatoraudit\.session_token=/;

/**
 * Whose session the cookie names, with the cookies to set (a session that is used is prolonged). Null for one that has
 * ended, is unknown or was never signed by us.
 */
export async function visitorOf(
  { auth }: Pick<DashboardContext, 'auth'>,
  headers: Headers,
): Promise<{ visitor: Visitor | null; cookies: readonly string[] }> {
  if (!sessionCookie.test(headers.get('cookie') ?? '')) return { visitor: null, cookies: [] };
  const found = await (await auth()).api.getSession({ headers, returnHeaders: true });
  const cookies = found.headers.getSetCookie();
  if (found.response === null) return { visitor: null, cookies };
  const { user, session } = found.response;
  const person = { id: user.id, email: user.email, name: user.name };
  return { visitor: { person, sessionId: session.id, organizationId: session.activeOrganizationId ?? null }, cookies };
}

/**
 * The organization that a session is in: the one it was moved into, or before any move the one joined first. None where
 * the person is out of the one it was moved into: another one is entered by choice, never in its place.
 */
export function presentMembership(
  memberships: readonly Membership[],
  organizationId: string | null,
): Membership | undefined {
  if (organizationId === null) return memberships[0];
  return memberships.find((membership) => membership.organizationId === organizationId);
}
