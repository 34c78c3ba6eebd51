import { readFile } from 'node:fs/promises';
import { beforeEach, expect, it } from 'vitest';
import { addSecrets } from '../../src/keys/add-secrets.ts';
import { disableKey } from '../../src/keys/lifecycle/change.ts';
import { eraseSealedCopies, recoverKey } from '../../src/keys/lifecycle/recover.ts';
import { rehashKeys } from '../../src/keys/rehash.ts';
import { openTestStore, type TestStore, testStores } from '../store/open-test-store.ts';
import { type KeyDesk, openKeyDesk } from './key-desk.ts';

testStores('rotating the secrets', (_opened, dialect) => {
  let desk: KeyDesk;
  let organizationId: string;
  let own: TestStore;

  beforeEach(async () => {
    // Its own database: counts are over all keys.
    own = await openTestStore(dialect);
    desk = await openKeyDesk(own);
    organizationId = await desk.organization();
    return async () => {
      await desk.verifier.stop();
      await own.store.close();
      await own.remove();
    };
  });

  const rowOf = (keyId: string) =>
    own.store.read.selectFrom('api_keys').selectAll().where('id', '=', keyId).executeTakeFirstOrThrow();
  const add = () => addSecrets({ ...desk.context, path: desk.secretsFile });

  it('re-hashes and re-seals every key that has a sealed copy, and each goes on working', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => desk.key(organizationId)));
    await add();
    const { current } = desk.context.secrets;
    expect(await rehashKeys(own.store, current())).toEqual({ rehashed: 5, waiting: 0 });
    for (const { apiKey, fullKey } of made) {
      expect((await rowOf(apiKey.id)).pepper_id).toBe(current().peppers[0].id);
      expect(await desk.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
      const reference = { organizationId, keyId: apiKey.id };
      expect(await recoverKey(desk.context, reference)).toEqual({ kind: 'recovered', fullKey });
    }
    expect(await rehashKeys(own.store, current())).toEqual({ rehashed: 5, waiting: 0 });
  });

  it('re-hashes a key without a sealed copy at its next successful use', async () => {
    const { apiKey, fullKey } = await desk.key(organizationId);
    await eraseSealedCopies(own.store);
    await add();
    const { current } = desk.context.secrets;
    expect(await rehashKeys(own.store, current())).toEqual({ rehashed: 0, waiting: 1 });
    expect((await rowOf(apiKey.id)).pepper_id).toBe(current().peppers[1]?.id);
    expect(await desk.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
    await desk.verifier.stop();
    expect(await rowOf(apiKey.id)).toMatchObject({ pepper_id: current().peppers[0].id, sealed_key: null });
    desk.verifier.invalidate();
    expect(await desk.verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
  });

  it('re-hashes no key that was refused', async () => {
    const { apiKey, fullKey } = await desk.key(organizationId);
    await disableKey(desk.context, { organizationId, keyId: apiKey.id });
    await add();
    expect(await desk.verifier.verify(fullKey)).toMatchObject({ kind: 'disabled' });
    await desk.verifier.stop();
    expect((await rowOf(apiKey.id)).pepper_id).not.toBe(desk.context.secrets.current().peppers[0].id);
  });

  it('reaches a running server before it refuses a single key', async () => {
    const server = await openKeyDesk(own);
    const [warm, cold] = [await desk.key(organizationId), await desk.key(organizationId)];
    expect(await server.verifier.verify(warm.fullKey)).toMatchObject({ kind: 'valid' });
    await add();
    await rehashKeys(own.store, desk.context.secrets.current());
    // The server still holds the old secrets, and has not polled.
    expect(await server.verifier.verify(cold.fullKey)).toMatchObject({ kind: 'valid' });
    await server.verifier.poll();
    expect(await server.verifier.verify(warm.fullKey)).toMatchObject({ kind: 'valid' });
    expect(server.context.secrets.current().peppers).toHaveLength(2);
    expect(server.errors).toEqual([]);
  });

  it('writes no secret into the database and no key into the file', async () => {
    const { fullKey, apiKey } = await desk.key(organizationId);
    await add();
    await rehashKeys(own.store, desk.context.secrets.current());
    const file = await readFile(desk.secretsFile, 'utf8');
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
    const desk = await openKeyDesk(opened());
    const organizationId = await desk.organization();
    const [victim, thief] = [await desk.key(organizationId), await desk.key(await desk.organization())];
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
    expect(await recoverKey(desk.context, reference)).toEqual({ kind: 'unavailable', reason: 'other_row' });
  });

  it('does not exist with KEY_RECOVERY=off, and those of earlier days go', async () => {
    const { store } = opened();
    const [keeping, off] = [await openKeyDesk(opened()), await openKeyDesk(opened(), { recovery: false })];
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
