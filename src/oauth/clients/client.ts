import type { Redirect } from './redirects.ts';
import { readRedirect } from './redirects.ts';

/** How a client proves at the token endpoint that it is itself. `either`: it says so of both, and uses what it likes. */
export type ClientAuthentication = 'none' | 'private_key_jwt' | 'either';

/** A client as it has said of itself, checked. */
export interface ClientFacts {
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly authentication: ClientAuthentication;
  /** JSON of its public keys, or where they are. */
  readonly jwks: string | null;
  readonly jwksUri: string | null;
}

const mostRedirects = 12;

/** The redirects that a client gives; null where it gives none, too many, or one that is not taken. */
export function readRedirects(given: unknown): readonly string[] | null {
  if (!Array.isArray(given) || given.length === 0 || given.length > mostRedirects) return null;
  const uris = given.filter((uri) => typeof uri === 'string');
  return uris.length === given.length && uris.every((uri) => readRedirect(uri) !== null) ? uris : null;
}

/** Whether answers go to a program on the person's machine: then any port is right (RFC 8252 §7.3). */
export function isNative(redirectUris: readonly string[]): boolean {
  const kinds = redirectUris.map((uri): Redirect['kind'] | undefined => readRedirect(uri)?.kind);
  return kinds.some((kind) => kind === 'loopback' || kind === 'scheme');
}
