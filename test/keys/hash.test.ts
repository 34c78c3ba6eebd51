import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { lookupHash } from '../../src/keys/hash.ts';

it('the look-up hash is HMAC-SHA-256 under the pepper, in base64url', async () => {
  // The second test vector of RFC 4231: databases hold hashes, so that it must never become another function.
  const pepper = { id: 'a', key: createSecretKey(Buffer.from('Jefe')) };
  const expected = Buffer.from('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', 'hex');
  expect(lookupHash(pepper, 'what do ya want for nothing?')).toBe(expected.toString('base64url'));
});
