import { newLinkToken } from '../../keys/link-token.ts';
import { cookieScope } from '../auth/cookie-scope.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { Visit } from '../people/visit.ts';

/** As long as a request may wait. */
const maxAgeSeconds = 600;

/**
 * What the browser of a visit is known by where it opens a request of an app: a cookie that no script reads. Whoever has the
 * address of a request, and not the browser that opened it, answers nothing by it.
 */
export function requestBrowser({ config, keys }: Pick<DashboardContext, 'config' | 'keys'>, visit: Visit): string {
  const present = presentBrowser({ config }, visit);
  if (present !== null) return present;
  const { prefix, secure, path } = cookieScope(config.publicUrls.dashboard);
  const browser = newLinkToken(keys.randomBytes);
  const attributes = [`Max-Age=${maxAgeSeconds}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax'];
  visit.cookies.push([`${prefix}${name}=${browser}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; '));
  return browser;
}

const name = 'creatoraudit.connect_request';

/** The same where it is known already; else null. */
export function presentBrowser({ config }: Pick<DashboardContext, 'config'>, { headers }: Visit): string | null {
  const { prefix } = cookieScope(config.publicUrls.dashboard);
  const pair = (headers.get('cookie') ?? '').split(/;\s*/).find((one) => one.startsWith(`${prefix}${name}=`));
  const value = pair?.slice(prefix.length + name.length + 1) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}
