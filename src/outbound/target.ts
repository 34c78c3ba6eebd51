import type { AllowedHost } from '../config/allowed-host.ts';

/** Why nothing was sent, or, of a redirect, why the answer is not taken. */
export type Refusal = 'not_a_url' | 'not_https' | 'credentials' | 'address' | 'redirect';

export interface Target {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  /** A name, or an address without brackets. */
  readonly host: string;
  /** Whether the operator lets this host and port be reached wherever they are. */
  readonly isAllowed: boolean;
}

/** Longer than any URL that somebody has a use for. */
const longestUrl = 2_048;

/** Reads a URL that somebody gave. Which addresses the host has is asked later. */
export function readTarget(
  given: string,
  allowed: readonly AllowedHost[],
): { kind: 'target'; target: Target } | { kind: 'refused'; reason: Refusal } {
  const url = given.length > longestUrl ? null : URL.parse(given);
  if (url === null || url.hostname === '') return { kind: 'refused', reason: 'not_a_url' };
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'credentials' };
  const port = Number(url.port || (url.protocol === 'http:' ? 80 : 443));
  const isAllowed = allowed.some((one) => one.host === url.hostname && one.port === port);
  if (url.protocol !== 'https:' && !(isAllowed && url.protocol === 'http:')) {
    return { kind: 'refused', reason: 'not_https' };
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'target', target: { origin: url.origin, path: url.pathname + url.search, host, isAllowed } };
}
