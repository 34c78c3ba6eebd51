import { beforeEach, expect, it } from 'vitest';
import { deleteKey, disableKey, enableKey, renameKey, setKeyScopes } from '../../src/keys/lifecycle/change.ts';
import { rotateKey } from '../../src/keys/lifecycle/rotate.ts';
import type { Verdict } from '../../src/keys/verdict.ts';
import type { KeyChange } from '../../src/keys/watched-principals.ts';
import {
  renameOrganization,
  resumeOrganization,
  setUrlKeys,
  suspendOrganization,
} from '../../src/organizations/change.ts';
import { testStores } from '../store/open-test-store.ts';
import { openTestKeys, type TestKeys } from './open-test-keys.ts';

type Made = { fullKey: string; reference: { organizationId: string; keyId: string } };

/** Each change that must be obeyed, and what a key that was valid before it is worth afterwards. */
const changes: Readonly<
  Record<string, { change: (testKeys: TestKeys, made: Made) => Promise<unknown>; after: object }>
> = {
  'it was disabled': {
    change: ({ context }, { reference }) => disableKey(context, reference),
    after: { kind: 'disabled' },
  },
  'it was deleted': {
    change: ({ context }, { reference }) => deleteKey(context, reference),
    after: { kind: 'unknown' },
  },
  'its scopes were narrowed': {
    change: ({ context }, { reference }) => setKeyScopes(context, reference, ['read']),
    after: { kind: 'valid', principal: { scopes: ['read'] } },
  },
  'it was rotated without overlap': {
    change: ({ context }, { reference }) => rotateKey(context, { ...reference, overlapMs: 0, createdBy: 'test' }),
    after: { kind: 'expired' },
  },
  'its organization was suspended': {
    change: ({ context }, { reference }) => suspendOrganization(context, reference.organizationId),
    after: { kind: 'suspended' },
  },
  'its organization forbade keys in URLs': {
    change: ({ context }, { reference }) => setUrlKeys(context, reference.organizationId, 'forbid'),
    after: { kind: 'valid', principal: { urlKeys: 'forbid' } },
  },
  'it was renamed': {
    change: ({ context }, { reference }) => renameKey(context, reference, 'another'),
    after: { kind: 'valid', principal: { keyName: 'another' } },
  },
  'its organization was renamed': {
    change: ({ context }, { reference }) => renameOrganization(context, reference.organizationId, 'Other'),
    after: { kind: 'valid', principal: { organizationName: 'Other' } },
  },
};

testStores('a key after a change', (opened) => {
  let here: TestKeys;
  let elsewhere: TestKeys;
  let made: Made;

  beforeEach(async () => {
    here = await openTestKeys(opened());
    // Another process over the same database: nothing is shared but what is written.
    elsewhere = await openTestKeys(opened());
    const organizationId = await here.organization();
    const { fullKey, apiKey } = await here.key(organizationId);
    made = { fullKey, reference: { organizationId, keyId: apiKey.id } };
    for (const { verifier } of [here, elsewhere]) {
      expect(await verifier.verify(fullKey)).toMatchObject({ kind: 'valid' });
      expect(verifier.verify(fullKey)).not.toBeInstanceOf(Promise);
    }
  });

  it.each(Object.entries(changes))('is another one at once in the process where %s', async (_, { change, after }) => {
    await change(here, made);
    expect(await here.verifier.verify(made.fullKey)).toMatchObject(after);
  });

  it.each(Object.entries(changes))('is another one within a second elsewhere when %s', async (_, { change, after }) => {
    await change(here, made);
    elsewhere.clock.now += 1_000;
    expect(await elsewhere.verifier.verify(made.fullKey)).toMatchObject(after);
  });

  it.each(Object.entries(changes))('is another one elsewhere after a poll when %s', async (_, { change, after }) => {
    await change(here, made);
    await elsewhere.verifier.poll();
    expect(await elsewhere.verifier.verify(made.fullKey)).toMatchObject(after);
  });

  it('works again at once when it is enabled, or its organization resumed', async () => {
    const { context, verifier } = here;
    await disableKey(context, made.reference);
    expect(await verifier.verify(made.fullKey)).toMatchObject({ kind: 'disabled' });
    await enableKey(context, made.reference);
    await suspendOrganization(context, made.reference.organizationId);
    expect(await verifier.verify(made.fullKey)).toMatchObject({ kind: 'suspended' });
    await resumeOrganization(context, made.reference.organizationId);
    expect(await verifier.verify(made.fullKey)).toMatchObject({ kind: 'valid' });
  });

  it('is not brought back by a look-up that read its row before the change', async () => {
    const { store, folder } = opened();
    const gate = Promise.withResolvers<void>();
    const rowRead = Promise.withResolvers<void>();
    let first = true;
    const held = store.read.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (first && result.rows.some((row) => row.lookup_hash !== undefined)) {
          first = false;
          rowRead.resolve();
          await gate.promise;
        }
        return result;
      },
    });
    const { context, verifier } = await openTestKeys({ store: { ...store, read: held }, folder });
    const underWay = verifier.verify(made.fullKey);
    await rowRead.promise;
    await disableKey(context, made.reference);
    // A request after the change does not wait for the old look-up,
    expect(await verifier.verify(made.fullKey)).toMatchObject({ kind: 'disabled' });
    gate.resolve();
    await underWay;
    // and the old look-up, late, leaves nothing in the cache.
    expect(await verifier.verify(made.fullKey)).toMatchObject({ kind: 'disabled' });
  });

  it('of another organization stays as it was', async () => {
    const other = await here.key(await here.organization());
    const before = await here.verifier.verify(other.fullKey);
    await suspendOrganization(here.context, made.reference.organizationId);
    expect(await here.verifier.verify(other.fullKey)).toEqual(before);
  });

  it('ends the watch over it, in this process and elsewhere', async () => {
    const told = { here: await watch(here, made.fullKey), elsewhere: await watch(elsewhere, made.fullKey) };
    await setKeyScopes(here.context, made.reference, ['write']);
    await Promise.all([here.verifier.poll(), elsewhere.verifier.poll()]);
    await disableKey(here.context, made.reference);
    await Promise.all([here.verifier.poll(), elsewhere.verifier.poll()]);
    await enableKey(here.context, made.reference);
    await Promise.all([here.verifier.poll(), elsewhere.verifier.poll()]);
    const expected = [
      { kind: 'scopes_changed', principal: expect.objectContaining({ scopes: ['read', 'write'] }) },
      { kind: 'revoked' },
    ];
    expect(told).toEqual({ here: expected, elsewhere: expected });
  });

  it('tells a watch when it expires, although nothing is written then', async () => {
    const { fullKey } = await here.key(made.reference.organizationId, {
      expiresAt: new Date(here.clock.now + 10_000).toISOString(),
    });
    const told = await watch(here, fullKey);
    await here.verifier.poll();
    expect(told).toEqual([]);
    here.clock.now += 10_000;
    await here.verifier.poll();
    expect(told).toEqual([{ kind: 'revoked' }]);
  });

  it('reaches a watch that began just after it, and none that was stopped', async () => {
    const verdict = await elsewhere.verifier.verify(made.fullKey);
    await disableKey(here.context, made.reference);
    await elsewhere.verifier.poll();
    const told: string[] = [];
    const principal = principalOf(verdict);
    elsewhere.verifier.watch(principal, ({ kind }) => told.push(`late ${kind}`));
    elsewhere.verifier.watch(principal, () => told.push('stopped'))();
    elsewhere.verifier.watch(principal, () => {
      throw new Error('a broken listener');
    });
    elsewhere.verifier.watch(principal, ({ kind }) => told.push(`after it ${kind}`));
    await elsewhere.verifier.poll();
    expect(told).toEqual(['late revoked', 'after it revoked']);
    expect(elsewhere.errors).toEqual([new Error('a broken listener')]);
  });
});

async function watch(testKeys: TestKeys, fullKey: string): Promise<KeyChange[]> {
  const told: KeyChange[] = [];
  testKeys.verifier.watch(principalOf(await testKeys.verifier.verify(fullKey)), (change) => told.push(change));
  return told;
}

function principalOf(verdict: Verdict) {
  if (verdict.kind !== 'valid') throw new Error(`the key is ${verdict.kind}`);
  return verdict.principal;
}
