/** How our cookies are named and where browsers send them. */
export interface CookieScope {
  /** What stands before each name; browsers hold a cookie of such a name to what it says (RFC 6265bis §4.1.3). */
  readonly prefix: '__Host-' | '__Secure-' | '';
  readonly secure: boolean;
  readonly path: string;
}

/**
 * As narrow as the dashboard's URL lets them be. `__Host-` is this host's alone: no sibling under the same domain can
 * plant one. It takes no path but `/`, so below a path the cookie keeps to that path instead.
 */
export function cookieScope(publicUrl: string): CookieScope {
  const { protocol, pathname } = new URL(publicUrl);
  const path = pathname.replace(/\/+$/, '') || '/';
  if (protocol !== 'https:') return { prefix: '', secure: false, path };
  return { prefix: path === '/' ? '__Host-' : '__Secure-', secure: true, path };
}

/** How the names of better-auth's cookies begin: whoever reads a session of the dashboard's must know it. */
export function sessionCookiePrefix(publicUrl: string): string {
  return `${cookieScope(publicUrl).prefix}creatoraudit`;
}
