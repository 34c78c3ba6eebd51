import type { IncomingMessage } from 'node:http';

const absolute = /^https?:\/\/([^/?#]+)((?:[/?].*)?)$/i;

/**
 * Turns a request for a whole URL into one for its path, as a proxy sends it. The host that it names counts, whatever
 * the Host header says (RFC 9112 §3.2.2). Before keys are taken and addresses checked: all else sees the path only.
 */
export function toOriginForm(request: IncomingMessage): void {
  if (request.url === undefined || request.url.charCodeAt(0) === 47) return;
  const [, host, rest] = absolute.exec(request.url) ?? [];
  if (host === undefined || rest === undefined) return;
  request.headers.host = host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}
