import type { Method, Operation } from '../../contract/operation.ts';

/** Where the dashboard's own API is. */
export const dashboardApiBase = '/dashboard/api';
/** Where the same v2 operations are as at `/v2`, for whoever is signed in. */
export const dashboardRestBase = `${dashboardApiBase}/v2`;

/**
 * Every request that changes something must carry this header with this value: a page of another origin cannot send it
 * without a preflight, which is never granted.
 */
export const csrfHeader = { name: 'X-CreatorAudit-Dashboard', value: '1' } as const;

/**
 * Names the organization that the page shows, by its id: in every request that acts in one. What the session was last
 * moved into counts for nothing there, since another tab may have moved it. A link cannot send it: nothing of this API
 * is to be reached by one.
 */
export const organizationHeader = 'X-CreatorAudit-Organization';

/** What people may be in an organization, narrowest first; each may do what those before it may. */
export const roles = ['viewer', 'member', 'admin', 'owner'] as const;
export type Role = (typeof roles)[number];

/**
 * Who may call: `open` anybody, `person` whoever is signed in, a role whoever has at least that one in the
 * organization that the request names.
 */
export type Access = 'open' | 'person' | Role;

/** One route of the dashboard API, described once: server, client and the tests' loops derive from it. */
export interface DashboardRoute extends Pick<Operation, 'params' | 'query' | 'body' | 'noun' | 'answers'> {
  readonly id: string;
  readonly method: Method;
  /** Below `dashboardApiBase`, with `{name}` for each path parameter. */
  readonly path: `/${string}`;
  readonly access: Access;
  /** Set where an answer may hold a full key or an invitation's link: any other answer with a key in it is a failure. */
  readonly secretAnswer?: true;
  /** Set where it makes something that stays: a person makes so many of them in an hour. */
  readonly makes?: Made;
}

/** What of which a person makes only so many in an hour. */
export type Made = 'organizations' | 'API keys' | 'invitations' | 'apps';

/** Keeps the literal types of a route while checking its shape. */
export function route<const R extends DashboardRoute>(definition: R): R {
  return definition;
}

/** Whether someone with `role` may invite somebody as `invited`, and see, revoke and make anew such an invitation. */
export function mayInvite(role: Role, invited: Role): boolean {
  return role === 'owner' || (role === 'admin' && invited !== 'owner');
}

/** Whether someone with `role` may do what needs `needed`. */
export function atLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
