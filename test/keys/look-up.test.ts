import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addSecrets } from '../../src/keys/add-secrets.ts';
import { generateKey } from '../../src/keys/format.ts';
import { lookupHash } from '../../src/keys/hash.ts';
import { knownKey, lookUpKey, storedScopes, type VerifiableRow, verdictAt } from '../../src/keys/look-up.ts';
import { deriveSecrets, newSecretsContent } from '../../src/keys/secrets.ts';
import { openTestStore } from '../store/open-test-store.ts';
import { openTestKeys } from './open-test-keys.ts';

const row: VerifiableRow = {
  id: 'k',
  organization_id: 'o',
  name: 'laptop',
  scopes: 'read write',
  status: 'enabled',
  expires_at: null,
  purpose: 'ordinary',
  lookup_hash: 'h',
  pepper_id: 'p',
  sealed_key: null,
  organization_name: 'Acme',
  suspended_at: null,
  url_keys: 'read_only',
  holds_sample_data: 0,
};
const key = { organizationId: 'o', keyId: 'k' };
const valid = {
  kind: 'valid',
  principal: {
    organizationId: 'o',
    organizationName: 'Acme',
    keyId: 'k',
    keyName: 'laptop',
    scopes: ['read', 'write'],
    expiresAt: null,
    urlKeys: 'read_only',
    holdsSampleData: false,
  },
};
const expiry = Date.parse('2026-11-24T12:00:00.000Z');
const expires_at = '2026-11-24T12:00:00.000Z';
const suspended_at = '2026-11-01T00:00:00.000Z';

describe('the verdict that a row leads to', () => {
  it('is a refusal without an end if its key is disabled, whatever else is true of it', () => {
    for (const more of [{}, { suspended_at }, { expires_at }, { purpose: 'first_start' } as const]) {
      const known = knownKey({ ...row, status: 'disabled', ...more });
      expect(known).toEqual({ verdict: { kind: 'disabled', key }, expiresAt: Number.POSITIVE_INFINITY });
    }
  });

  it('is expired, for the first start’s key once the sample data is gone, and for no other key', () => {
    const first = knownKey({ ...row, purpose: 'first_start' });
    expect(first).toEqual({ verdict: { kind: 'expired', key }, expiresAt: Number.POSITIVE_INFINITY });
    expect(knownKey({ ...row, purpose: 'first_start', holds_sample_data: 1 }).verdict).toEqual({
      kind: 'valid',
      principal: { ...valid.principal, holdsSampleData: true },
    });
  });

  it('is a refusal while its organization is suspended, until the key expires', () => {
    expect(knownKey({ ...row, suspended_at })).toEqual({
      verdict: { kind: 'suspended', key },
      expiresAt: Number.POSITIVE_INFINITY,
    });
    expect(knownKey({ ...row, suspended_at, expires_at }).expiresAt).toBe(expiry);
  });

  it('is the principal, in an object that nobody can change', () => {
    expect(knownKey(row)).toEqual({ verdict: valid, expiresAt: Number.POSITIVE_INFINITY });
    const { verdict, expiresAt } = knownKey({ ...row, expires_at });
    expect([verdict, expiresAt]).toEqual([
      { kind: 'valid', principal: { ...valid.principal, expiresAt: expires_at } },
      expiry,
    ]);
    expect(Object.isFrozen(verdict) && verdict.kind === 'valid' && Object.isFrozen(verdict.principal)).toBe(true);
  });
});

describe('a verdict at a moment', () => {
  it.each([
    ['valid', { ...row, expires_at }],
    ['suspended', { ...row, expires_at, suspended_at }],
  ] as const)('%s is expired from the very millisecond on', (kind, expiring) => {
    const known = knownKey(expiring);
    expect(verdictAt(known, expiry - 1).kind).toBe(kind);
    expect(verdictAt(known, expiry)).toEqual({ kind: 'expired', key });
    expect(verdictAt(known, expiry + 1)).toEqual({ kind: 'expired', key });
  });

  it('is expired if its expiry cannot be read', () => {
    expect(verdictAt(knownKey({ ...row, expires_at: 'soon' }), 0)).toEqual({ kind: 'expired', key });
  });

  it('never changes if the key has no expiry or does not exist', () => {
    expect(verdictAt(knownKey(row), Number.MAX_SAFE_INTEGER)).toEqual(valid);
    expect(verdictAt({ verdict: { kind: 'unknown' }, expiresAt: 0 }, 1)).toEqual({ kind: 'unknown' });
  });
});

describe('scopes as they are stored', () => {
  it.each([
    ['', []],
    ['everything', []],
    ['reader', []],
    ['Read', []],
    ['read,write', []],
    ['read', ['read']],
    ['write', ['read', 'write']],
    ['owner admin', ['read', 'write', 'admin']],
    ['write read', ['read', 'write']],
  ])('%j grant %j', (text, scopes) => {
    expect(storedScopes(text)).toEqual(scopes);
  });
});

it('a key is found by its hash under any of the peppers, with its organization', async () => {
  const opened = await openTestStore('sqlite');
  try {
    const { context, secretsFile, organization, key: make } = await openTestKeys(opened);
    const organizationId = await organization('Acme');
    const { fullKey, apiKey } = await make(organizationId, { name: 'laptop', scopes: ['write'] });
    const { read } = opened.store;
    const first = context.secrets.current();
    await addSecrets({ path: secretsFile, secrets: context.secrets, randomBytes });
    const rotated = context.secrets.current();
    expect(rotated.peppers).toHaveLength(2);
    for (const secrets of [first, rotated]) {
      const found = await lookUpKey(read, secrets, fullKey);
      const principal = { ...valid.principal, organizationId, keyId: apiKey.id, urlKeys: 'allow' };
      expect(found?.known).toEqual({ verdict: { kind: 'valid', principal }, expiresAt: Number.POSITIVE_INFINITY });
      expect(found?.row).toEqual({
        ...row,
        id: apiKey.id,
        organization_id: organizationId,
        url_keys: 'allow',
        lookup_hash: lookupHash(first.peppers[0], fullKey),
        pepper_id: first.peppers[0].id,
        sealed_key: expect.any(String),
      });
    }
    expect(await lookUpKey(read, rotated, generateKey(randomBytes))).toBeUndefined();
    expect(await lookUpKey(read, deriveSecrets(newSecretsContent(randomBytes)), fullKey)).toBeUndefined();
  } finally {
    await opened.store.close();
    await opened.remove();
  }
});
