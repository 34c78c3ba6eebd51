import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { markHoldingSampleData } from '../../src/collect/mark-sample.ts';
import { Problem } from '../../src/contract/problem.ts';
import { generateKey } from '../../src/keys/format.ts';
import { createFirstStartKey } from '../../src/keys/lifecycle/create.ts';
import { createVerdictCache, type VerdictCache } from '../../src/keys/verdict-cache.ts';
import { clearSampleData } from '../../src/organizations/change.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { testStores } from '../store/open-test-store.ts';
import { openTestKeys, type TestKeys } from './open-test-keys.ts';

testStores('verify', (opened) => {
  let testKeys: TestKeys;

  beforeEach(async () => {
    testKeys = await openTestKeys(opened());
  });

  it('knows nothing of a key that was never made', async () => {
    expect(await testKeys.verifier.verify(generateKey(randomBytes))).toEqual({ kind: 'unknown' });
  });

  it('refuses what cannot be a key at once, with no look-up', async () => {
    const { fullKey } = await testKeys.key(await testKeys.organization());
    const last = fullKey.endsWith('a') ? 'b' : 'a';
    for (const text of ['', 'ca_live_', fullKey.slice(0, -1), fullKey.slice(0, -1) + last, `${fullKey} `]) {
      // Not a promise: nothing was asked.
      expect(testKeys.verifier.verify(text)).toEqual({ kind: 'unknown' });
    }
    fc.assert(
      fc.property(fc.string({ minLength: 57, maxLength: 57 }), (text) => {
        expect(testKeys.verifier.verify(text)).toEqual({ kind: 'unknown' });
      }),
    );
  });

  it('gives the principal of a key, and from the second time on without a promise', async () => {
    const organizationId = await testKeys.organization('Acme');
    const expiresAt = new Date(testKeys.clock.now + 3_600_000).toISOString();
    const { fullKey, apiKey } = await testKeys.key(organizationId, { name: 'laptop', scopes: ['write'], expiresAt });
    const verdict = {
      kind: 'valid',
      principal: {
        organizationId,
        organizationName: 'Acme',
        keyId: apiKey.id,
        keyName: 'laptop',
        scopes: ['read', 'write'],
        expiresAt,
        urlKeys: 'allow',
        holdsSampleData: false,
      },
    };
    const first = testKeys.verifier.verify(fullKey);
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toEqual(verdict);
    expect(testKeys.verifier.verify(fullKey)).toEqual(verdict);
  });

  it('refuses a key from the very millisecond of its expiry, cached or not', async () => {
    const expiry = testKeys.clock.now + 500;
    const { fullKey } = await testKeys.key(await testKeys.organization(), {
      expiresAt: new Date(expiry).toISOString(),
    });
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
    testKeys.clock.now = expiry - 1;
    expect(testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
    testKeys.clock.now = expiry;
    expect(testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'expired' });
    testKeys.verifier.invalidate();
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'expired' });
  });

  it('lets the first start key read, for seven days, while there is sample data', async () => {
    const organizationId = await testKeys.organization();
    await markHoldingSampleData(testKeys.context.store, organizationId);
    const { fullKey, apiKey } = await createFirstStartKey(testKeys.context, organizationId);
    expect(apiKey).toMatchObject({ name: 'first start', scopes: ['read'], expires_at: '2026-12-01T12:00:00.000Z' });
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({
      kind: 'valid',
      principal: { scopes: ['read'], holdsSampleData: true },
    });
    await clearSampleData(testKeys.context, organizationId);
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'expired' });
    await markHoldingSampleData(testKeys.context.store, organizationId);
    testKeys.clock.now += 7 * 86_400_000;
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'expired' });
  });

  it('caches neither a key nor anything from which one can be derived', async () => {
    const kept: string[] = [];
    const cache = recording(createVerdictCache(), kept);
    const spied = await openTestKeys(opened(), { cache });
    const { fullKey } = await spied.key(await spied.organization());
    const unknown = generateKey(randomBytes);
    await spied.verifier.verify(fullKey);
    await spied.verifier.verify(unknown);
    expect(kept.length).toBe(2);
    for (const entry of kept) {
      // Any 8 characters in a row of either key's random part.
      for (let at = 8; at + 8 <= fullKey.length; at += 1) {
        expect(entry).not.toContain(fullKey.slice(at, at + 8));
        expect(entry).not.toContain(unknown.slice(at, at + 8));
      }
    }
  });

  it('caches under another salt in every process', async () => {
    const [ours, theirs]: [string[], string[]] = [[], []];
    const one = await openTestKeys(opened(), { cache: recording(createVerdictCache(), ours) });
    const other = await openTestKeys(opened(), { cache: recording(createVerdictCache(), theirs) });
    const { fullKey } = await one.key(await one.organization());
    await one.verifier.verify(fullKey);
    await other.verifier.verify(fullKey);
    expect(ours).toHaveLength(1);
    expect(ours).not.toEqual(theirs);
  });

  it('asks the database once for many requests with the same new key', async () => {
    const { fullKey } = await testKeys.key(await testKeys.organization());
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => testKeys.verifier.verify(fullKey)));
    // The very same object: one look-up made them all.
    expect(new Set(verdicts).size).toBe(1);
  });

  it('trusts no cached verdict once the database has been silent for a second, and says so as 503', async () => {
    const { store, folder, setting } = opened();
    const mortal: Store = await openStore(setting);
    const failing = await openTestKeys({ store: mortal, folder });
    const { fullKey } = await failing.key(await failing.organization());
    expect(await failing.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
    await mortal.close();
    failing.clock.now += 800;
    expect(failing.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
    failing.clock.now += 201;
    const refused = await Promise.resolve(failing.verifier.verify(fullKey)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 1 });
    expect(JSON.stringify(refused)).not.toContain(fullKey);
    await expect(failing.verifier.poll()).rejects.toThrow();
    await store.check();
  });

  it('trusts no cached verdict after the clock was set back', async () => {
    const { fullKey } = await testKeys.key(await testKeys.organization());
    await testKeys.verifier.verify(fullKey);
    testKeys.clock.now -= 60_000;
    expect(testKeys.verifier.verify(fullKey)).toBeInstanceOf(Promise);
  });
});

function recording(inner: VerdictCache, kept: string[]): VerdictCache {
  return {
    get: inner.get,
    clear: inner.clear,
    set: (digest, known) => {
      kept.push(JSON.stringify([digest, known]));
      inner.set(digest, known);
    },
  };
}
