import { Problem } from '../../contract/problem.ts';
import { clientAddress } from '../../http/client-address.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Access, Role } from '../contract/route.ts';
import { atLeast, organizationHeader } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { membershipsOf } from './memberships.ts';
import type { Membership } from './person.ts';
import { type Visitor, visitorOf } from './visitor.ts';

/** A request to the dashboard, with who makes it as far as that is known. */
export interface Visit {
  /** What better-auth may see of the request. */
  headers: Headers;
  /** What attempts to sign in are counted under. */
  address: string;
  visitor: Visitor | null;
  /** The organization that the page shows, as the request says. */
  shown: string | null;
  /** `Set-Cookie` lines for the answer. */
  cookies: string[];
}

/** Somebody signed in. */
export interface PersonVisit extends Visit {
  visitor: Visitor;
  memberships: readonly Membership[];
}

/** Somebody signed in and in an organization, with the role that the route asks for. */
export interface MemberVisit extends PersonVisit {
  membership: Membership;
}

/** Reads the session of a request. */
export async function beginVisit(context: DashboardContext, exchange: Exchange): Promise<Visit> {
  // No more than these: better-auth would take an address from headers that anybody can send. It keeps the second.
  const headers = new Headers();
  const { cookie, 'user-agent': agent } = exchange.request.headers;
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (agent !== undefined) headers.set('user-agent', exchange.words.kept(agent).slice(0, 255));
  const { visitor, cookies } = await visitorOf(context, headers);
  exchange.personId = visitor?.person.id ?? null;
  if (visitor !== null) context.sessionSeen(visitor.sessionId);
  return {
    headers,
    address: clientAddress(exchange.request, context.config.trustProxy),
    visitor,
    shown: shownOrganization(exchange),
    cookies: [...cookies],
  };
}

/** Reads the session once more: it may have ended since. */
export async function renewVisit(context: DashboardContext, exchange: Exchange, visit: Visit): Promise<void> {
  const { visitor, cookies } = await beginVisit(context, exchange);
  visit.visitor = visitor;
  visit.cookies.push(...cookies);
}

/** Twice the header is no id, so it is nobody's organization. */
function shownOrganization({ request }: Exchange): string | null {
  const value = request.headers[organizationHeader.toLowerCase()];
  return value === undefined || value === '' ? null : String(value);
}

/**
 * One who is in no organization names none; whoever names one is in it.
 * @throws Problem UNAUTHORIZED without a session; FORBIDDEN for an organization that the person is not in
 */
export async function asPerson({ keys }: DashboardContext, visit: Visit): Promise<PersonVisit> {
  const { visitor, shown } = visit;
  if (visitor === null) throw new Problem('UNAUTHORIZED', 'Sign in to the dashboard first.');
  const memberships = await membershipsOf(keys.store, visitor.person.id);
  if (shown !== null && !memberships.some(({ organizationId }) => organizationId === shown)) throw notIn();
  return Object.assign(visit, { visitor, memberships });
}

/**
 * The one place that says which organization a request acts in: the one that its page shows.
 * @throws Problem UNAUTHORIZED without a session; BAD_REQUEST where no organization is named; FORBIDDEN for one that the
 * person is not in, for a suspended one, or with a lesser role
 */
export async function asMember(context: DashboardContext, visit: Visit, needed: Role): Promise<MemberVisit> {
  const person = await asPerson(context, visit);
  if (visit.shown === null) {
    throw new Problem(
      'BAD_REQUEST',
      `This request does not say which organization its page shows (header ${organizationHeader}). Load the page again.`,
    );
  }
  const membership = person.memberships.find(({ organizationId }) => organizationId === visit.shown);
  if (membership === undefined) throw notIn();
  if (membership.suspended) throw new Problem('FORBIDDEN', 'This organization is suspended.');
  if (!atLeast(membership.role, needed)) {
    throw new Problem('FORBIDDEN', `This needs the role ${needed}; you are ${membership.role} here.`);
  }
  return Object.assign(person, { membership });
}

/** The same for an organization that never was, is somebody else's, or has put the person out. */
function notIn(): Problem {
  return new Problem('FORBIDDEN', 'You are not, or no longer, in the organization that this page shows.');
}

export type RoleAccess = Exclude<Access, 'open' | 'person'>;
