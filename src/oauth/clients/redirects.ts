import { isLoopback } from '../../config/loopback.ts';

/** Where an answer may be sent to, by how far its receiver can be told. */
export interface Redirect {
  /** `web`: whoever has the host. `loopback`: whatever program listens on the person's machine. `scheme`: the program that has it. */
  readonly kind: 'web' | 'loopback' | 'scheme';
  /** What is shown of it: a host, or the scheme. */
  readonly host: string;
}

/** Schemes that desktop clients have made their own; any other could be anybody's. */
const knownSchemes: ReadonlySet<string> = new Set(['cursor:', 'vscode:', 'vscode-insiders:', 'windsurf:', 'claude:']);

const longest = 2_048;

/**
 * Reads an address that a client wants to be answered at; null for one that is not taken. Exactly what is written is what
 * is compared later, so nothing is taken that a browser would read differently: no user in it, no fragment, no name in
 * letters that look like others, no wildcard.
 */
export function readRedirect(given: string): Redirect | null {
  const url = given.length > longest || !/^[\x21-\x7e]+$/.test(given) ? null : URL.parse(given);
  if (url === null || given.includes('#') || given.includes('*') || given.includes('\\')) return null;
  if (url.username !== '' || url.password !== '' || given.includes('@')) return null;
  if (knownSchemes.has(url.protocol)) return { kind: 'scheme', host: url.protocol.slice(0, -1) };
  if (url.hostname === '' || !isWrittenPlainly(given, url.origin)) return null;
  if (url.protocol === 'http:') return isLoopback(url.hostname) ? { kind: 'loopback', host: url.hostname } : null;
  if (url.protocol !== 'https:') return null;
  return isLoopback(url.hostname) ? { kind: 'loopback', host: url.hostname } : { kind: 'web', host: url.hostname };
}

/** Whether the host stands there as it is understood, and the path leads nowhere but where it says. */
function isWrittenPlainly(given: string, origin: string): boolean {
  const begins = given.toLowerCase();
  const isOrigin = begins === origin || begins.startsWith(`${origin}/`) || begins.startsWith(`${origin}?`);
  return isOrigin && !/\/(\.|%2e){1,2}(\/|\?|$)/i.test(given);
}
