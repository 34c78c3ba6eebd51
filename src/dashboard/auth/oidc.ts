import { dashboardApiBase } from '../contract/route.ts';

/** Apart from `auth.ts`, so that naming these does not load better-auth. */
export const oidcProvider = 'oidc';
export const authPath = `${dashboardApiBase}/auth`;
/** Where the provider sends people back to: the one route of better-auth's own that is mounted. */
export const oidcCallbackPath = `${authPath}/callback/${oidcProvider}`;

/** What better-auth calls errors, though it only sent somebody away: strangers must not fill the log with errors. */
const refusals: ReadonlySet<string> = new Set(['State not found', 'Failed to parse state']);

export function isOidcRefusal(message: string): boolean {
  return refusals.has(message);
}
