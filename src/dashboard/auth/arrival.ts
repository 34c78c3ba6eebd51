import { z } from 'zod';
import type { ProviderRefusal } from '../contract/provider-refusals.ts';
import { email, plainName } from '../contract/session.ts';

/** Who somebody is at a provider: issuer and subject together, never an address. */
export interface Identity {
  issuer: string;
  subject: string;
}

/** What the provider says of somebody's address. */
export type ProviderAddress = { kind: 'verified'; email: string } | { kind: 'missing' | 'unverified' | 'unusable' };

/** Somebody whom the provider has sent back, by the claims of an ID token that was verified. */
export interface Arrival {
  identity: Identity;
  address: ProviderAddress;
  /** Null where the provider gives none that may be shown. */
  name: string | null;
}

/** What becomes of them here. */
export type Outcome = { kind: 'in'; personId: string } | { kind: 'linked' } | { kind: 'refused'; why: ProviderRefusal };

const claims = z.object({
  iss: z.string().min(1),
  // OpenID Connect Core, section 2: at most 255 ASCII characters, compared as they are.
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  email: z.unknown().optional(),
  email_verified: z.unknown().optional(),
  name: z.unknown().optional(),
});

/** Null where the claims name nobody. */
export function readArrival(given: unknown): Arrival | null {
  const { success, data } = claims.safeParse(given);
  if (!success) return null;
  return {
    identity: { issuer: data.iss, subject: data.sub },
    address: addressOf(data),
    name: plainName.safeParse(data.name).data ?? null,
  };
}

/**
 * An address that is not plain ASCII proves nothing: letters that look or fold alike (U+212A becomes a k in lower case)
 * would make one address of two. `.invalid` is where sign-in names are.
 */
function addressOf(given: { email?: unknown; email_verified?: unknown }): ProviderAddress {
  if (typeof given.email !== 'string' || given.email === '') return { kind: 'missing' };
  // Some providers send it as a text.
  if (given.email_verified !== true && given.email_verified !== 'true') return { kind: 'unverified' };
  const read = email.safeParse(given.email);
  return read.success && !read.data.endsWith('.invalid')
    ? { kind: 'verified', email: read.data }
    : { kind: 'unusable' };
}
