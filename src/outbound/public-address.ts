import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What is no host of the public internet (IANA's registries of special-purpose addresses), and cloud metadata beside it. */
const closedV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's metadata and agent, on an address that is public by its number.
  ['168.63.129.16', 32],
];

/**
 * Of IPv6 only what is routed on the internet: all else (loopback, link-local, ULA, multicast, mapped and NAT64 forms of
 * IPv4) is outside of this block.
 */
const openV6 = ['2000::', 3] as const;

/** Inside of it: protocol assignments with Teredo, documentation, and 6to4, which holds an IPv4 address. */
const closedV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const v4 = new BlockList();
for (const [network, prefix] of closedV4) v4.addSubnet(network, prefix, 'ipv4');
const v6 = new BlockList();
for (const [network, prefix] of closedV6) v6.addSubnet(network, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet(...openV6, 'ipv6');

/** Whether an address, as a resolver or a URL gives it, is of a host that anybody on the internet reaches. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !v4.check(address, 'ipv4');
  // A zone names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false;
  return global.check(address, 'ipv6') && !v6.check(address, 'ipv6');
}
