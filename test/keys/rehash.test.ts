import { readFile } from 'node:fs/promises';
import { beforeEach, expect, it } from 'vitest';
import { addSecrets } from '../../src/keys/add-secrets.ts';
import { disableKey } from '../../src/keys/lifecycle/change.ts';
import { eraseSealedCopies, recoverKey } from '../../src/keys/lifecycle/recover.ts';
import { rehashKeys } from '../../src/keys/rehash.ts';
import { openTestStore, type TestStore, testStores } from '../store/open-test-store.ts';
import { openTestKeys, type TestKeys } from './open-test-keys.ts';

testStores('rotating the secrets', (_opened, dialect) => {
  let testKeys: TestKeys;
  let organizationId: string;
  let own: TestStore;

  beforeEach(async () => {
    // Its own database: counts are over all keys.
    own = await openTestStore(dialect);
    testKeys = await openTestKeys(own);
    organizationId = await testKeys.organization();
    return async () => {
      await testKeys.verifier.stop();
      await own.store.close();
      await own.remove();
    };
  });

  const rowOf = (keyId: string) =>
    own.store.read.selectFrom('api_keys').selectAll().where('id', '=', keyId).executeTakeFirstOrThrow();
  const add = () => addSecrets({ ...testKeys.context, path: testKeys.secretsFile });

  it('re-hashes and re-seals every key that has a sealed copy, and each goes on working', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => testKeys.key(organizationId)));
    await add();
    const { current } = testKeys.context.secrets;
    expect(await rehashKeys(own.store, current())).toEqual({ rehashed: 5, waiting: 0 });
    for (const { apiKey, fullKey } of made) {
      expect((await rowOf(apiKey.id)).pepper_id).toBe(current().peppers[0].id);
      expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
      const reference = { organizationId, keyId: apiKey.id };
      expect(await recoverKey(testKeys.context, reference)).toEqual({ kind: 'recovered', fullKey });
    }
    expect(await rehashKeys(own.store, current())).toEqual({ rehashed: 5, waiting: 0 });
  });

  it('re-hashes a key without a sealed copy at its next successful use', async () => {
    const { apiKey, fullKey } = await testKeys.key(organizationId);
    await eraseSealedCopies(own.store);
    await add();
    const { current } = testKeys.context.secrets;
    expect(await rehashKeys(own.store, current())).toEqual({ rehashed: 0, waiting: 1 });
    expect((await rowOf(apiKey.id)).pepper_id).toBe(current().peppers[1]?.id);
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
    await testKeys.verifier.stop();
    expect(await rowOf(apiKey.id)).toMatchObject({ pepper_id: current().peppers[0].id, sealed_key: null });
    testKeys.verifier.invalidate();
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
  });

  it('re-hashes no key that was refused', async () => {
    const { apiKey, fullKey } = await testKeys.key(organizationId);
    await disableKey(testKeys.context, { organizationId, keyId: apiKey.id });
    await add();
    expect(await testKeys.verifier.verify(fullKey)).toMatchObject({ kind: 'disabled' });
    await testKeys.verifier.stop();
    expect((await rowOf(apiKey.id)).pepper_id).not.toBe(testKeys.context.secrets.current().peppers[0].id);
  });

  it('reaches a running server before it refuses a single key', async () => {
    const server = await openTestKeys(own);
    const [warm, cold] = [await testKeys.key(organizationId), await testKeys.key(organizationId)];
    expect(await server.verifier.verify(warm.fullKey)).toMatchObject({ kind: 'valid' });
    await add();
    await rehashKeys(own.store, testKeys.context.secrets.current());
    // The server still holds the old secrets, and has not polled.
    expect(await server.verifier.verify(cold.fullKey)).toMatchObject({ kind: 'valid' });
    await server.verifier.poll();
    expect(await server.verifier.verify(warm.fullKey)).toMatchObject({ kind: 'valid' });
    expect(server.context.secrets.current().peppers).toHaveLength(2);
    expect(server.errors).toEqual([]);
  });

  it('writes no secret into the database and no key into the file', async () => {
    const { fullKey, apiKey } = await testKeys.key(organizationId);
    await add();
    await rehashKeys(own.store, testKeys.context.secrets.current());
    const file = await readFile(testKeys.secretsFile, 'utf8');
    expect(file).not.toContain(fullKey.slice(8, 20));
    const secrets = [...file.matchAll(/"(?:secret|root)": "([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(secrets).toHaveLength(5);
    const facts = await own.store.read.selectFrom('instance_facts').selectAll().execute();
    const written = JSON.stringify([facts, await rowOf(apiKey.id)]);
    for (const secret of secrets) expect(written).not.toContain(secret);
  });
});

testStores('a sealed copy in the database', (opened) => {
  it('opens for no other row', async () => {
    const { store } = opened();
    const testKeys = await openTestKeys(opened());
    const organizationId = await testKeys.organization();
    const [victim, thief] = [await testKeys.key(organizationId), await testKeys.key(await testKeys.organization())];
    const { sealed_key } = await store.read
      .selectFrom('api_keys')
      .select('sealed_key')
      .where('id', '=', victim.apiKey.id)
      .executeTakeFirstOrThrow();
    await store.write.updateTable('api_keys').set({ sealed_key }).where('id', '=', thief.apiKey.id).execute();
    const row = await store.read
      .selectFrom('api_keys')
      .select(['id', 'organization_id'])
      .where('id', '=', thief.apiKey.id)
      .executeTakeFirstOrThrow();
    const reference = { organizationId: row.organization_id, keyId: row.id };
    expect(await recoverKey(testKeys.context, reference)).toEqual({ kind: 'unavailable', reason: 'other_row' });
  });

  it('does not exist with KEY_RECOVERY=off, and those of earlier days go', async () => {
    const { store } = opened();
    const [keeping, off] = [await openTestKeys(opened()), await openTestKeys(opened(), { recovery: false })];
    const organizationId = await off.organization();
    const earlier = await keeping.key(organizationId);
    const later = await off.key(organizationId);
    for (const { apiKey } of [earlier, later]) {
      const reference = { organizationId, keyId: apiKey.id };
      expect(await recoverKey(off.context, reference)).toEqual({ kind: 'unavailable', reason: 'not_kept' });
    }
    await eraseSealedCopies(store);
    const kept = await store.read.selectFrom('api_keys').select('id').where('sealed_key', 'is not', null).execute();
    expect(kept).toEqual([]);
    expect(await off.verifier.verify(earlier.fullKey)).toMatchObject({ kind: 'valid' });
  });
});
