import { crc32 } from 'node:zlib';

/**
 * `ca_live_` + 43 base62 characters of 256 random bits + 6 base62 characters of the CRC-32 over all before them
 * (contract §3): a mistyped key is refused with no look-up, and secret scanners can match the shape.
 */
const prefix = 'ca_live_';
const bodyLength = 43;
const checksumLength = 6;
export const keyLength = prefix.length + bodyLength + checksumLength;
/** How much of either end is no secret. */
const shownStart = prefix.length + 4;
const shownEnd = 4;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Apps that somebody signed in are given these in place of a key: the same form behind another beginning. */
export const accessTokenPrefix = 'ca_oat_';
export const refreshTokenPrefix = 'ca_ort_';
type TokenPrefix = typeof accessTokenPrefix | typeof refreshTokenPrefix;
export const accessTokenLength = accessTokenPrefix.length + bodyLength + checksumLength;

const shapes = {
  [prefix]: shapeOf(prefix),
  [accessTokenPrefix]: shapeOf(accessTokenPrefix),
  [refreshTokenPrefix]: shapeOf(refreshTokenPrefix),
} as const;

function shapeOf(begins: string): RegExp {
  return new RegExp(`^${begins}[0-9A-Za-z]{${bodyLength + checksumLength}}$`);
}

export type ParsedKey = { kind: 'key'; key: string } | { kind: 'malformed' } | { kind: 'wrong_checksum' };

/** A new key from `randomBytes(32)`. */
export function generateKey(randomBytes: (size: number) => Uint8Array): string {
  return generate(prefix, randomBytes);
}

/** A new token of the same strength. */
export function generateToken(begins: TokenPrefix, randomBytes: (size: number) => Uint8Array): string {
  return generate(begins, randomBytes);
}

function generate(begins: string, randomBytes: (size: number) => Uint8Array): string {
  const bits = BigInt(`0x${Buffer.from(randomBytes(32)).toString('hex')}`);
  const unchecked = begins + base62(bits, bodyLength);
  return unchecked + checksum(unchecked);
}

/** Whether `text` can be a key at all; no look-up. Says nothing about whether such a key exists. */
export function parseKey(text: string): ParsedKey {
  // The length first: `$` of a pattern would also be tried on a 1 MB header.
  if (text.length !== keyLength || !shapes[prefix].test(text)) return { kind: 'malformed' };
  return isChecked(text) ? { kind: 'key', key: text } : { kind: 'wrong_checksum' };
}

/** Whether `text` can be a token of this kind at all; no look-up. */
export function isToken(begins: TokenPrefix, text: string): boolean {
  return text.length === begins.length + bodyLength + checksumLength && shapes[begins].test(text) && isChecked(text);
}

function isChecked(text: string): boolean {
  const cut = text.length - checksumLength;
  return checksum(text.slice(0, cut)) === text.slice(cut);
}

/** What may be shown of a key: `ca_live_ab12…wxyz`, four characters at either end. */
export function maskKey(key: string): string {
  return `${key.slice(0, shownStart)}…${key.slice(-shownEnd)}`;
}

/** No more of what was sent for a key than its mask would show. */
export interface KeyEnds {
  start: string;
  end: string;
  length: number;
}

/**
 * What is remembered of a text that was meant to be a key but is not one. Null if it does not begin as our keys do: it
 * may be somebody's password.
 */
export function keyEnds(text: string): KeyEnds | null {
  if (!text.startsWith(prefix)) return null;
  return { start: text.slice(0, shownStart), end: text.slice(-shownEnd), length: text.length };
}

/** Whether a text with these ends must be a bad copy of the key with this mask: four random characters are the same. */
export function isBadCopy({ start, end }: KeyEnds, maskedKey: string): boolean {
  return start === maskedKey.slice(0, shownStart) || end === maskedKey.slice(-shownEnd);
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), checksumLength);
}

/** Most significant digit first, padded to `length`. */
function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  while (text.length < length) {
    text = digits.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
