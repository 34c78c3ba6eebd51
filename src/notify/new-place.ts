import { isIPv6 } from 'node:net';

/**
 * From where somebody comes: their network (a /24, of IPv6 a /48) and the family of their browser. An address and a browser's
 * version change every few days; those mostly do not.
 * @param address as clients are told apart: an IPv4 address, or the first groups of an IPv6 one
 */
export function placeOf(address: string, userAgent: string): string {
  return `${networkOf(address)}, ${browserOf(userAgent)}`;
}

function networkOf(address: string): string {
  const v4 = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1];
  if (v4 !== undefined) return `${v4}.0/24`;
  const groups = address.split(':').slice(0, 3);
  const network = `${groups.join(':')}::`;
  return isIPv6(network) ? `${network}/48` : 'an unknown network';
}

/** The first that fits: all but Firefox also call themselves Safari, and most of them Chrome. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

function browserOf(userAgent: string): string {
  return browsers.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'another program';
}
