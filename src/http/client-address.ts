import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import type { TrustProxy } from '../config.ts';
import { lastForwardedFor } from './forwarded.ts';
import { headerLines } from './header-lines.ts';

/**
 * What failed authentication is counted under. Behind a proxy of our own (TRUST_PROXY) it is the last hop of the one
 * header that this proxy writes: anything before it, and the other header, may be invented. Where that hop is no address
 * (none, `unknown`, a name made up for one request) it is the proxy's own: what cannot be told apart is counted together.
 */
export function clientAddress(request: IncomingMessage, trustProxy: TrustProxy): string {
  const stated = addressIn(lastHop(request, trustProxy));
  return networkOf(stated ?? request.socket.remoteAddress ?? '');
}

function lastHop(request: IncomingMessage, trustProxy: TrustProxy): string {
  switch (trustProxy) {
    case 'off':
      return '';
    case 'on': {
      const line = headerLines(request, 'x-forwarded-for').at(-1) ?? '';
      return line.slice(line.lastIndexOf(',') + 1);
    }
    case 'forwarded':
      // The proxy's own line where it added one: whatever stands in a line before that cannot spoil it.
      return lastForwardedFor(headerLines(request, 'forwarded').at(-1) ?? '') ?? '';
  }
}

const quoted = /^"(.*)"$/;
const bracketed = /^\[(.*)\](?::\d{1,5})?$/;
const withPort = /^([\d.]+):\d{1,5}$/;

/** The address in a hop, without the port, brackets and quotes that proxies write around it; null where it is none. */
function addressIn(hop: string): string | null {
  const node = hop.trim().replace(quoted, '$1');
  const v6 = bracketed.exec(node)?.[1] ?? node;
  if (isIPv6(v6)) return v6;
  const v4 = withPort.exec(node)?.[1] ?? node;
  return isIPv4(v4) ? v4 : null;
}

/** One customer of a provider has a whole /64 of IPv6, so that counts as one address, however it is written. */
function networkOf(given: string): string {
  if (!isIPv6(given)) return given;
  const { address } = new SocketAddress({ family: 'ipv6', address: given.replace(/%.*$/, '') });
  if (address.startsWith('::ffff:')) return address.slice(7);
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
