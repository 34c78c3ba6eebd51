import { createHmac } from 'node:crypto';
import type { Pepper } from './secrets.ts';

/**
 * HMAC-SHA-256 of a key under a pepper, base64url: what a key is looked up by (contract §3). Looking it up in a plain
 * index leaks nothing by its timing: without the pepper nobody can choose how a hash begins.
 */
export function lookupHash(pepper: Pepper, key: string): string {
  return createHmac('sha256', pepper.key).update(key).digest('base64url');
}
