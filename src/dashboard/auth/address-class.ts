import { BlockList, isIPv4 } from 'node:net';
import type { AddressClass } from '../../store/schema.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
const own = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  // RFC 6598: what providers share among customers.
  ['100.64.0.0', 10],
] as const) {
  own.addSubnet(network, bits, 'ipv4');
}

/**
 * What is kept of an address: enough to tell the office's network from the internet, and nobody's whereabouts.
 * @param network as `clientAddress` gives it: IPv4, or the first four groups of IPv6
 */
export function addressClass(network: string): AddressClass {
  if (isIPv4(network)) {
    if (loopback.check(network, 'ipv4')) return 'loopback';
    return own.check(network, 'ipv4') ? 'private' : 'public_ipv4';
  }
  if (!/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}$/.test(network)) return 'unknown';
  if (network === '0:0:0:0') return 'loopback';
  // fc00::/7 and fe80::/10.
  return /^(f[cd]..|fe[89ab].):/.test(network) ? 'private' : 'public_ipv6';
}
