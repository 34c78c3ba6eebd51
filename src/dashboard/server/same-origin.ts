import type { IncomingMessage } from 'node:http';
import { Problem } from '../../contract/problem.ts';
import { csrfHeader } from '../contract/route.ts';

/**
 * Whether a request that changes something comes from our own page: the header that no foreign page can send, and no
 * word from the browser that it was another origin. The front door's list of origins is too wide here: pages of
 * ALLOWED_ORIGINS, and of other ports on this machine, may call the API with a key but must not use anybody's session.
 * @throws Problem FORBIDDEN
 */
export function requireOwnPage(request: IncomingMessage, publicUrl: string): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const marked = request.headers[csrfHeader.name.toLowerCase()] === csrfHeader.value;
  const foreign = origin !== undefined && origin !== new URL(publicUrl).origin && URL.parse(origin)?.host !== host;
  const crossed = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (marked && !foreign && !crossed) return;
  throw new Problem(
    'FORBIDDEN',
    `Changes are taken from the dashboard's own page only, with the header ${csrfHeader.name}: ${csrfHeader.value}.`,
  );
}
