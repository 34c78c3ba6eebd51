import { isIP, isIPv6 } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import type { Target } from './target.ts';

/** The addresses of a host name. Rejects where there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface FoundAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** A host has a few; what a hostile name server answers beyond that is not looked at. */
const mostAddresses = 16;

/**
 * Where a target is, asked once: what is connected to afterwards is one of these and nothing else. Null where any of them
 * is not public: a host that is here and there at once is an attack or a mistake.
 */
export async function addressesOf(
  { host, isAllowed }: Target,
  resolve: Resolve,
): Promise<readonly FoundAddress[] | null> {
  const given = isIP(host) === 0 ? await resolve(host) : [host];
  if (given.length === 0 || given.length > mostAddresses || given.some((address) => isIP(address) === 0)) return null;
  if (!isAllowed && !given.every(isPublicAddress)) return null;
  return given.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}
