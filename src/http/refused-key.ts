import type { Refusal } from '../audit/refused-entry.ts';
import type { KeyPlace } from '../contract/presented-key.ts';
import type { Principal } from '../contract/principal.ts';
import type { ProblemCode } from '../contract/problem.ts';
import { keyInside } from '../contract/redact.ts';
import { type KeyEnds, keyEnds } from '../keys/format.ts';
import type { Verdict } from '../keys/verdict.ts';
import type { Credentials } from './credentials.ts';
import type { Dress } from './dressed-key.ts';

/** A key that was turned away at the door. Never the key: whose it is, or what its mask would show of it. */
export type RefusedKey =
  | ({ readonly kind: 'known' } & Refusal)
  | { readonly kind: 'unknown'; readonly place: KeyPlace; readonly ends: KeyEnds }
  | { readonly kind: 'dressed'; readonly place: KeyPlace; readonly ends: KeyEnds; readonly dress: Dress };

/** What is remembered of a refused key; null if that would be of no use to anybody. */
export function refusedKey(
  { key, place }: Extract<Credentials, { kind: 'key' }>,
  verdict: Exclude<Verdict, { kind: 'valid' }>,
): RefusedKey | null {
  if (verdict.kind === 'unknown') {
    const ends = keyEnds(key.reveal());
    return ends === null ? null : { kind: 'unknown', place, ends };
  }
  return verdict.key === null ? null : { kind: 'known', place, why: verdict.kind, key: verdict.key };
}

/** The same of a key that stood in something; null where none did, as it could be told nobody then. */
export function dressedKey({ dress, place, said }: Extract<Credentials, { kind: 'dressed' }>): RefusedKey | null {
  const text = said.reveal();
  // Of a masked key the ends are all there is.
  const key = keyInside(text) ?? /ca_live_\S*/.exec(text)?.[0];
  const ends = key === undefined ? null : keyEnds(key);
  return ends === null ? null : { kind: 'dressed', place: place ?? 'authorization', ends, dress };
}

/** What a request came with, and the code that it was answered with. */
interface Answered {
  readonly refusedKey: RefusedKey | null;
  readonly principal: Principal | null;
  readonly keyPlace: KeyPlace | null;
  readonly code: ProblemCode | null;
}

/** Why the key of a request was refused, if it belongs to an organization: it is not valid, or not allowed in a URL. */
export function refusalOf({ refusedKey, principal, keyPlace, code }: Answered): Refusal | null {
  if (refusedKey?.kind === 'known') return refusedKey;
  if (principal?.urlKeys !== 'forbid' || keyPlace !== 'url' || code !== 'FORBIDDEN') return null;
  return { key: principal, place: keyPlace, why: 'url_forbidden' };
}
