import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { createLastUsed, type LastUsed } from '../../src/keys/last-used.ts';
import { getKey } from '../../src/keys/lifecycle/read.ts';
import { openStore } from '../../src/store/open.ts';
import { testStores } from '../store/open-test-store.ts';
import { openTestKeys, type TestKeys } from './open-test-keys.ts';

testStores('the last use of a key', (opened) => {
  let testKeys: TestKeys;
  let lastUsed: LastUsed;
  let reference: { organizationId: string; keyId: string };

  beforeEach(async () => {
    testKeys = await openTestKeys(opened());
    lastUsed = createLastUsed({
      store: opened().store,
      now: testKeys.context.now,
      onError: (error) => testKeys.errors.push(error),
    });
    const organizationId = await testKeys.organization();
    reference = { organizationId, keyId: (await testKeys.key(organizationId)).apiKey.id };
  });

  const use = (client: string | null = 'curl/8') =>
    lastUsed.noteUse({ ...reference, client, place: 'authorization', at: testKeys.clock.now });
  const written = async () => {
    const { last_used_at, last_used_client } = await getKey(testKeys.context, reference);
    return [last_used_at, last_used_client];
  };

  it('is not written when it is noted, but at the next flush', async () => {
    use();
    expect(await written()).toEqual([null, null]);
    await lastUsed.flush();
    expect(await written()).toEqual(['2026-11-24T12:00:00.000Z', 'curl/8']);
  });

  it('is written at most once a minute, and all of it at shutdown', async () => {
    use();
    await lastUsed.flush();
    testKeys.clock.now += 30_000;
    use('second');
    await lastUsed.flush();
    expect(await written()).toEqual(['2026-11-24T12:00:00.000Z', 'curl/8']);
    testKeys.clock.now += 30_000;
    await lastUsed.flush();
    expect(await written()).toEqual(['2026-11-24T12:00:30.000Z', 'second']);
    testKeys.clock.now += 1_000;
    use('third');
    await lastUsed.stop();
    expect(await written()).toEqual(['2026-11-24T12:01:01.000Z', 'third']);
  });

  it('never goes back, whatever another process has seen', async () => {
    const other = createLastUsed({ store: opened().store, now: testKeys.context.now, onError: () => undefined });
    use('early');
    testKeys.clock.now += 5_000;
    other.noteUse({ ...reference, client: 'late', place: 'url', at: testKeys.clock.now });
    await other.stop();
    await lastUsed.stop();
    expect(await written()).toEqual(['2026-11-24T12:00:05.000Z', 'late']);
  });

  it('is written for that organization alone', async () => {
    lastUsed.noteUse({ ...reference, organizationId: randomUUID(), client: 'x', place: 'url', at: testKeys.clock.now });
    await lastUsed.stop();
    expect(await written()).toEqual([null, null]);
  });

  it.each([
    { said: null, shown: null },
    { said: ' \n\t ', shown: null },
    { said: 'evil\u001b[2J\u0000agent', shown: 'evil [2J agent' },
    { said: `agent ca_live_${'a'.repeat(49)}`, shown: 'agent [key]' },
    { said: 'x'.repeat(10_000), shown: 'x'.repeat(120) },
  ])('shows the client $said as $shown', async ({ said, shown }) => {
    use(said);
    await lastUsed.stop();
    expect((await written())[1]).toBe(shown);
  });

  it('waits for the database to come back', async () => {
    const mortal = await openStore(opened().setting);
    await mortal.close();
    const failing = createLastUsed({ store: mortal, now: testKeys.context.now, onError: () => undefined });
    failing.noteUse({ ...reference, client: 'x', place: 'url', at: testKeys.clock.now });
    await expect(failing.flush()).rejects.toThrow();
    // Still due: asked again, it tries again.
    await expect(failing.flush()).rejects.toThrow();
  });

  it('of very many keys is written in one go', async () => {
    for (let n = 0; n < 450; n += 1) {
      lastUsed.noteUse({ keyId: randomUUID(), organizationId: randomUUID(), client: null, place: 'url', at: 0 });
    }
    use();
    await lastUsed.flush();
    expect((await written())[0]).toBe('2026-11-24T12:00:00.000Z');
  });
});
