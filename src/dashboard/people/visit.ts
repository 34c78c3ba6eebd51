import { Problem } from '../../contract/problem.ts';
import { clientAddress } from '../../http/client-address.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Access, Role } from '../contract/route.ts';
import { atLeast } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { membershipsOf } from './memberships.ts';
import type { Membership } from './person.ts';
import { presentMembership, type Visitor, visitorOf } from './visitor.ts';

/** A request to the dashboard, with who makes it as far as that is known. */
export interface Visit {
  /** What better-auth may see of the request. */
  headers: Headers;
  /** What attempts to sign in are counted under. */
  address: string;
  visitor: Visitor | null;
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
  return {
    headers,
    address: clientAddress(exchange.request, context.config.trustProxy),
    visitor,
    cookies: [...cookies],
  };
}

/** Reads the session once more: it may have ended since. */
export async function renewVisit(context: DashboardContext, exchange: Exchange, visit: Visit): Promise<void> {
  const { visitor, cookies } = await beginVisit(context, exchange);
  visit.visitor = visitor;
  visit.cookies.push(...cookies);
}

/** @throws Problem UNAUTHORIZED without a session */
export async function asPerson({ keys }: DashboardContext, visit: Visit): Promise<PersonVisit> {
  const { visitor } = visit;
  if (visitor === null) throw new Problem('UNAUTHORIZED', 'Sign in to the dashboard first.');
  return Object.assign(visit, { visitor, memberships: await membershipsOf(keys.store, visitor.person.id) });
}

/** @throws Problem UNAUTHORIZED without a session; FORBIDDEN without an organization, with a suspended one or a lesser role */
export async function asMember(context: DashboardContext, visit: Visit, needed: Role): Promise<MemberVisit> {
  const person = await asPerson(context, visit);
  const membership = presentMembership(person.memberships, person.visitor.organizationId);
  if (membership === undefined) throw new Problem('FORBIDDEN', 'You are in no organization yet.');
  if (membership.suspended) throw new Problem('FORBIDDEN', 'This organization is suspended.');
  if (!atLeast(membership.role, needed)) {
    throw new Problem('FORBIDDEN', `This needs the role ${needed}; you are ${membership.role} here.`);
  }
  return Object.assign(person, { membership });
}

export type RoleAccess = Exclude<Access, 'open' | 'person'>;
