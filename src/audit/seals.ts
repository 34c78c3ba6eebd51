import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Link } from './chain.ts';

/*
 * A hash alone can be recomputed by whoever can write the database; the key for these is not in it. Each batch of rows
 * ends with a seal that says where the batch began: a process seals what it has placed itself and nothing before it, so
 * that rows which somebody else put into the chain lie under no seal, however many are sealed after them.
 */

/** `FROM.HMAC`, over the rows from `from` to `end`, which the process that seals has placed. */
export function batchSeal(key: KeyObject, from: number, end: Link): string {
  return `${from}.${hmac(key, `rows\n${from}`, end)}`;
}

/** As versions before 0017 sealed: the end of a batch, whatever lay before it. */
export function earlierSeal(key: KeyObject, end: Link): string {
  return hmac(key, 'batch', end);
}

/** What a seal shows: that a process of ours placed the rows from `from` on; that one of an earlier version did; nothing. */
export type Sealed =
  | { readonly kind: 'rows'; readonly from: number }
  | { readonly kind: 'earlier' }
  | { readonly kind: 'not ours' };

export function readSeal(key: KeyObject, end: Link, seal: string): Sealed {
  const [, from] = /^(\d{1,15})\./.exec(seal) ?? [];
  if (from !== undefined) {
    return isSame(seal, batchSeal(key, Number(from), end))
      ? { kind: 'rows', from: Number(from) }
      : { kind: 'not ours' };
  }
  return { kind: isSame(seal, earlierSeal(key, end)) ? 'earlier' : 'not ours' };
}

/** For the row that retention has left the chain to begin after, with what is remembered of the rows before it. */
export function baseSeal(key: KeyObject, base: Link, state: string | null): string {
  return state === null ? hmac(key, 'base', base) : hmac(key, `base\n${state}`, base);
}

export function isBaseSealed(key: KeyObject, base: Link, state: string | null, seal: string): boolean {
  return isSame(seal, baseSeal(key, base, state));
}

/** For the end of the chain as it is kept outside of the database. */
export function keptSeal(key: KeyObject, kept: string): string {
  return createHmac('sha256', key).update(`kept\n${kept}`).digest('base64url');
}

export function isKeptSealed(key: KeyObject, kept: string, seal: string): boolean {
  return isSame(seal, keptSeal(key, kept));
}

function hmac(key: KeyObject, purpose: string, { seq, hash }: Link): string {
  return createHmac('sha256', key).update(`${purpose}\n${seq}\n${hash}`).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const given = Buffer.from(one);
  const expected = Buffer.from(other);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
