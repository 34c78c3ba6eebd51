import { beforeEach, expect, it } from 'vitest';
import { disableKey } from '../../src/keys/lifecycle/change.ts';
import { createFirstStartKey } from '../../src/keys/lifecycle/create.ts';
import { getKey, listKeys } from '../../src/keys/lifecycle/read.ts';
import { rotateKey } from '../../src/keys/lifecycle/rotate.ts';
import { testStores } from '../store/open-test-store.ts';
import { openTestKeys, type TestKeys } from './open-test-keys.ts';

const dayMs = 86_400_000;

testStores('rotating a key', (opened) => {
  let testKeys: TestKeys;
  let organizationId: string;

  beforeEach(async () => {
    testKeys = await openTestKeys(opened());
    organizationId = await testKeys.organization();
  });

  it.each([-1, 31 * dayMs, Number.NaN])('takes no overlap of %d ms', async (overlapMs) => {
    const { apiKey } = await testKeys.key(organizationId);
    const wish = { organizationId, keyId: apiKey.id, overlapMs, createdBy: 'test' };
    await expect(rotateKey(testKeys.context, wish)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  it('refuses a disabled, an expired and an already rotated key', async () => {
    const expiresAt = new Date(testKeys.clock.now + 1_000).toISOString();
    const [disabled, expired, rotated] = [
      await testKeys.key(organizationId),
      await testKeys.key(organizationId, { expiresAt }),
      await testKeys.key(organizationId),
    ].map(({ apiKey }) => ({ organizationId, keyId: apiKey.id, createdBy: 'test' }));
    if (!disabled || !expired || !rotated) throw new Error('three keys');
    await disableKey(testKeys.context, disabled);
    await rotateKey(testKeys.context, rotated);
    testKeys.clock.now += 1_000;
    for (const wish of [disabled, expired, rotated]) {
      await expect(rotateKey(testKeys.context, wish)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    expect(await listKeys(testKeys.context, organizationId)).toHaveLength(4);
  });

  it('makes one successor when two ask at once', async () => {
    const { apiKey } = await testKeys.key(organizationId);
    const wish = { organizationId, keyId: apiKey.id, createdBy: 'test' };
    const results = await Promise.allSettled([rotateKey(testKeys.context, wish), rotateKey(testKeys.context, wish)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listKeys(testKeys.context, organizationId)).toHaveLength(2);
  });

  it('lets both keys work until the end of the overlap', async () => {
    const old = await testKeys.key(organizationId, { name: 'laptop', scopes: ['write'] });
    const wish = { organizationId, keyId: old.apiKey.id, overlapMs: 3_600_000, createdBy: 'someone' };
    const next = await rotateKey(testKeys.context, wish);
    expect(next.apiKey).toMatchObject({
      name: 'laptop',
      scopes: ['read', 'write'],
      created_by: 'someone',
      expires_at: null,
    });
    const { verifier, clock } = testKeys;
    clock.now += 3_599_999;
    expect(await verifier.verify(old.fullKey)).toMatchObject({ kind: 'valid' });
    expect(await verifier.verify(next.fullKey)).toMatchObject({ kind: 'valid' });
    clock.now += 1;
    expect(await verifier.verify(old.fullKey)).toMatchObject({ kind: 'expired' });
    expect(await verifier.verify(next.fullKey)).toMatchObject({ kind: 'valid' });
  });

  it('lengthens no life: not the old key, not that of the first start', async () => {
    const expiresAt = new Date(testKeys.clock.now + 3_600_000).toISOString();
    const old = await testKeys.key(organizationId, { expiresAt });
    testKeys.clock.now += 1_000;
    const next = await rotateKey(testKeys.context, { organizationId, keyId: old.apiKey.id, createdBy: 'test' });
    expect((await getKey(testKeys.context, { organizationId, keyId: old.apiKey.id })).expires_at).toBe(expiresAt);
    // As long as the old one was given, counted from now.
    expect(next.apiKey.expires_at).toBe(new Date(testKeys.clock.now + 3_600_000).toISOString());

    const first = await createFirstStartKey(testKeys.context, organizationId);
    testKeys.clock.now += dayMs;
    const second = await rotateKey(testKeys.context, { organizationId, keyId: first.apiKey.id, createdBy: 'test' });
    expect(second.apiKey.expires_at).toBe(first.apiKey.expires_at);
    // Still bound to the sample data, of which this organization has none.
    expect(await testKeys.verifier.verify(second.fullKey)).toMatchObject({ kind: 'expired' });
  });
});
