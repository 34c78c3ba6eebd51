import { createHmac } from 'node:crypto';
import type { Pepper } from './secrets.ts';

/**
 * HMAC-SHA-256 of a key under a pepper, base64url: what a key is looked up by (contract §3).
 * A plain index look-up on it gives an attacker's clock nothing: without the pepper nobody can choose the hash's start.
 */
export function lookupHash(pepper: Pepper, key: string): string {
  return createHmac('sha256', pepper.key).update(key).digest('base64url');
}
