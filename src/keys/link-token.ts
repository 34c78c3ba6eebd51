import { createHash } from 'node:crypto';

/** What stands behind `#` in a link that lets somebody in: 256 random bits. */
export function newLinkToken(randomBytes: (size: number) => Uint8Array): string {
  return Buffer.from(randomBytes(32)).toString('base64url');
}

/**
 * What the database keeps of it, and looks it up by: the order in which an index compares hashes of random bits tells
 * nothing.
 */
export function linkTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
