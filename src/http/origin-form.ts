import type { IncomingMessage } from 'node:http';
import { Problem } from '../contract/problem.ts';
import { headerLines } from './header-lines.ts';

const absolute = /^(https?):\/\/([^/?#]+)((?:[/?].*)?)$/i;

/** The scheme and the host of a request line with a whole URL. */
export interface Authority {
  readonly scheme: string;
  readonly host: string;
}

/**
 * Turns a request for a whole URL into one for its path, as a proxy sends it. Before keys are taken and addresses
 * checked: all else sees the path only.
 * @returns what stood before the path; null where the request line names a path alone
 */
export function toOriginForm(request: IncomingMessage): Authority | null {
  if (request.url === undefined || request.url.charCodeAt(0) === 47) return null;
  const [, scheme, host, rest] = absolute.exec(request.url) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined) return null;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  return { scheme, host };
}

/**
 * The one host that a request names; undefined where it names none. A proxy in front and this program may each believe
 * another one of two, so two are refused, the same twice too (RFC 9112 §3.2).
 * @throws Problem BAD_REQUEST
 */
export function requestedHost(request: IncomingMessage, whole: Authority | null): string | undefined {
  const [host, ...others] = headerLines(request, 'host');
  if (others.length > 0) throw new Problem('BAD_REQUEST', 'The request has more than one Host header.');
  if (whole === null || host === undefined) return whole?.host ?? host;
  if (!isSameHost(whole, host)) {
    throw new Problem('BAD_REQUEST', 'The request line names another host than the Host header.');
  }
  return host;
}

/** Whatever their case, and whether a port that goes without saying is said. */
function isSameHost({ scheme, host }: Authority, other: string): boolean {
  if (host.toLowerCase() === other.toLowerCase()) return true;
  const [one, two] = [host, other].map((text) => URL.parse(`${scheme}://${text}`));
  return one !== null && one !== undefined && two !== null && two !== undefined && one.href === two.href;
}
