import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * What failed authentication is counted under. Behind a proxy of our own (TRUST_PROXY) it is the last hop of
 * X-Forwarded-For, the only one that the proxy wrote itself; anything before it may be invented.
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
  const last = typeof forwarded === 'string' ? forwarded.slice(forwarded.lastIndexOf(',') + 1).trim() : '';
  return networkOf(last === '' ? (request.socket.remoteAddress ?? '') : last);
}

/** One customer of a provider has a whole /64 of IPv6, so that counts as one address. */
function networkOf(address: string): string {
  if (address.startsWith('::ffff:')) return address.slice(7);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
