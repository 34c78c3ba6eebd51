import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseKey } from '../../src/keys/format.ts';
import { deleteKey, disableKey, enableKey, renameKey, setKeyScopes } from '../../src/keys/lifecycle/change.ts';
import { getKey, listKeys, usedWithinLast24h } from '../../src/keys/lifecycle/read.ts';
import { recoverKey } from '../../src/keys/lifecycle/recover.ts';
import { rotateKey } from '../../src/keys/lifecycle/rotate.ts';
import { testStores } from '../store/open-test-store.ts';
import { noon, openTestKeys, type TestKeys } from './open-test-keys.ts';

/** Every function that takes a key's id, so that none can forget its organization. */
const byId = {
  getKey,
  renameKey: (context, reference) => renameKey(context, reference, 'x'),
  setKeyScopes: (context, reference) => setKeyScopes(context, reference, ['read']),
  disableKey,
  enableKey,
  deleteKey,
  recoverKey,
  rotateKey: (context, reference) => rotateKey(context, { ...reference, createdBy: 'test' }),
} satisfies Record<
  string,
  (context: TestKeys['context'], reference: { organizationId: string; keyId: string }) => Promise<unknown>
>;

testStores('the life of keys', (opened) => {
  let testKeys: TestKeys;
  let organizationId: string;

  beforeEach(async () => {
    testKeys = await openTestKeys(opened());
    organizationId = await testKeys.organization();
  });

  describe.each(Object.entries(byId))('%s', (_, act) => {
    it('finds no key of another organization, and tells it from no unknown one', async () => {
      const { apiKey } = await testKeys.key(organizationId);
      const foreign = { organizationId: await testKeys.organization(), keyId: apiKey.id };
      const detail = 'No such API key in this organization.';
      await expect(act(testKeys.context, foreign)).rejects.toMatchObject({ code: 'NOT_FOUND', detail });
      const unknown = { organizationId, keyId: randomUUID() };
      await expect(act(testKeys.context, unknown)).rejects.toMatchObject({ code: 'NOT_FOUND', detail });
      expect(await getKey(testKeys.context, { organizationId, keyId: apiKey.id })).toEqual(apiKey);
    });
  });

  it('lists no key of another organization', async () => {
    await testKeys.key(organizationId);
    expect(await listKeys(testKeys.context, await testKeys.organization())).toEqual([]);
  });

  it.each([
    { wish: { name: '   ' }, field: 'name' },
    { wish: { name: 'x'.repeat(256) }, field: 'name' },
    { wish: { name: 'red \u001b[31m' }, field: 'name' },
    { wish: { name: `my ca_live_${'a'.repeat(49)}` }, field: 'name' },
    { wish: { scopes: [] }, field: 'scopes' },
    { wish: { scopes: ['read', 'root'] }, field: 'scopes' },
    { wish: { expiresAt: 'soon' }, field: 'expires_at' },
    { wish: { expiresAt: new Date(noon).toISOString() }, field: 'expires_at' },
  ])('refuses a key with $wish', async ({ wish, field }) => {
    const error = await testKeys.key(organizationId, wish).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', errors: [{ field }] });
    expect(JSON.stringify(error)).not.toContain('aaaa');
    expect(await listKeys(testKeys.context, organizationId)).toEqual([]);
  });

  it('makes no key for an organization that does not exist', async () => {
    await expect(testKeys.key(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('makes a key whose full text is in one answer and not in the database', async () => {
    const { apiKey, fullKey } = await testKeys.key(organizationId, { name: '  laptop ' });
    expect(parseKey(fullKey).kind).toBe('key');
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'laptop',
      masked_key: `${fullKey.slice(0, 12)}…${fullKey.slice(-4)}`,
      scopes: ['read', 'write', 'admin'],
      status: 'enabled',
      last_used_at: null,
      last_used_client: null,
      created_at: '2026-11-24T12:00:00.000Z',
      created_by: 'test',
      expires_at: null,
    });
    const rows = await opened().store.read.selectFrom('api_keys').selectAll().where('id', '=', apiKey.id).execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(fullKey.slice(8, 16));
    expect(JSON.stringify(await listKeys(testKeys.context, organizationId))).not.toContain(fullKey);
  });

  it('widens scopes by what they imply', async () => {
    const { apiKey } = await testKeys.key(organizationId, { scopes: ['write'] });
    expect(apiKey.scopes).toEqual(['read', 'write']);
    const reference = { organizationId, keyId: apiKey.id };
    expect((await setKeyScopes(testKeys.context, reference, ['admin'])).scopes).toEqual(['read', 'write', 'admin']);
    expect((await setKeyScopes(testKeys.context, reference, ['read'])).scopes).toEqual(['read']);
  });

  it('renames, disables, enables and deletes', async () => {
    const { apiKey } = await testKeys.key(organizationId);
    const reference = { organizationId, keyId: apiKey.id };
    await expect(renameKey(testKeys.context, reference, '')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await renameKey(testKeys.context, reference, ' phone ')).toEqual({ ...apiKey, name: 'phone' });
    expect((await disableKey(testKeys.context, reference)).status).toBe('disabled');
    expect((await enableKey(testKeys.context, reference)).status).toBe('enabled');
    await deleteKey(testKeys.context, reference);
    await expect(getKey(testKeys.context, reference)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lists the newest first', async () => {
    for (const name of ['one', 'two', 'three']) {
      await testKeys.key(organizationId, { name });
      testKeys.clock.now += 1;
    }
    expect((await listKeys(testKeys.context, organizationId)).map(({ name }) => name)).toEqual(['three', 'two', 'one']);
  });
});

describe('a warning before deleting', () => {
  it.each([
    { used: null, warned: false },
    { used: '2026-11-23T12:00:00.000Z', warned: false },
    { used: '2026-11-23T12:00:00.001Z', warned: true },
    { used: '2026-11-24T11:59:59.999Z', warned: true },
  ])('is given for a last use at $used: $warned', ({ used, warned }) => {
    expect(usedWithinLast24h({ last_used_at: used }, noon)).toBe(warned);
  });
});
