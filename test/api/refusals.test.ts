import { beforeAll, expect, it } from 'vitest';
import { disableKey, enableKey } from '../../src/keys/lifecycle/change.ts';
import { resumeOrganization, setAccountCap, suspendOrganization } from '../../src/organizations/change.ts';
import { testServer } from '../server/test-server.ts';

/** Rows of the table of errors that need more than a wrong request (contract §1). */

const at = testServer();
let key = '';
beforeAll(async () => {
  key = await at().key();
});

/** Changed by another process; the running server obeys within a second (contract §3). */
async function within1s(expected: readonly unknown[], path = '/v2/whoami') {
  const read = async () => {
    const { status, body, headers } = await at().call('GET', path, { key });
    return [status, body.code ?? null, headers.get('www-authenticate')];
  };
  await expect.poll(read, { timeout: 1_000, interval: 50 }).toEqual(expected);
}

it('403 FORBIDDEN for a disabled key, on both doors', async () => {
  const keyId = String((await at().context.store.read.selectFrom('api_keys').select('id').executeTakeFirst())?.id);
  const reference = { organizationId: at().organizationId, keyId };
  await disableKey(at().context, reference);
  await within1s([403, 'FORBIDDEN', expect.stringMatching(/^Bearer error="invalid_token"/)]);
  const mcp = await at().call('POST', '/mcp', { key, body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
  expect([mcp.status, mcp.body.code, mcp.headers.get('www-authenticate')]).toEqual([
    403,
    'FORBIDDEN',
    expect.stringMatching(/^Bearer error="invalid_token"/),
  ]);
  await enableKey(at().context, reference);
  await within1s([200, null, null]);
});

it('403 FORBIDDEN for a suspended organization', async () => {
  await suspendOrganization(at().context, at().organizationId);
  await within1s([403, 'FORBIDDEN', expect.stringMatching(/^Bearer error="invalid_token"/)]);
  await resumeOrganization(at().context, at().organizationId);
  await within1s([200, null, null]);
});

it('403 QUOTA_EXCEEDED over the cap of tracked accounts', async () => {
  await setAccountCap(at().context, at().organizationId, 1);
  const track = (username: string) =>
    at().call('POST', '/v2/accounts', { key, body: { platform: 'tiktok', username } });
  expect((await track('one.x')).status).toBe(201);
  const over = await track('two.x');
  expect([over.status, over.body.code]).toEqual([403, 'QUOTA_EXCEEDED']);
});

it('409 CONFLICT for what is tracked or linked already', async () => {
  await setAccountCap(at().context, at().organizationId, null);
  const tracked = await at().call('POST', '/v2/accounts', { key, body: { platform: 'tiktok', username: '@One.X' } });
  expect([tracked.status, tracked.body.code]).toEqual([409, 'CONFLICT']);
});

it('500 INTERNAL_ERROR without a word of SQL for a mistake of ours, which the log names', async () => {
  const { store } = at().context;
  await store.write.schema.alterTable('creators').renameTo('creators_away').execute();
  const broken = await at().call('GET', '/v2/creators', { key });
  expect([broken.status, broken.body.code]).toEqual([500, 'INTERNAL_ERROR']);
  expect(broken.text).not.toMatch(/creators_away|no such table|sqlite/i);
  expect(at().log()).toContain('no such table');
  await store.write.schema.alterTable('creators_away').renameTo('creators').execute();
});
