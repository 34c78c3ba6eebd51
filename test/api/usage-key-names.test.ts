import { beforeAll, expect, it } from 'vitest';
import type { Scope } from '../../src/contract/scope.ts';
import { testServer } from '../server/test-server.ts';
import type { Json } from '../server/wire.ts';

const at = testServer();
const colleague = 'Laptop of Ana Berg';
beforeAll(async () => {
  await at().key();
  const { store, organizationId } = at().dataOf(at().organizationId);
  // A key of a colleague where the usage is counted: here, or at the remote API behind the gateway.
  const { id } = await store.read
    .selectFrom('api_keys')
    .select('id')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  await store.write.updateTable('api_keys').set({ name: colleague }).where('id', '=', id).execute();
  const day = new Date(at().context.now()).toISOString().slice(0, 10);
  const used = { door: 'rest', operation: 'list_accounts', calls: 3_000, errors: 0, rate_limited: 0 } as const;
  await store.write
    .insertInto('api_usage_days')
    .values({ ...used, organization_id: organizationId, key_id: id, day })
    .execute();
});

const tool = (name: string, args: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

/** The usage in each of the ways that a key can ask for it. */
async function askedBy(scopes: readonly Scope[]): Promise<Json[]> {
  const key = await at().key({ scopes, name: 'the one that asks' });
  const rest = await at().call('GET', '/v2/usage', { key });
  const named = await at().call('POST', '/mcp', { key, body: tool('get_usage') });
  const called = await at().call('POST', '/mcp', {
    key,
    body: tool('call_v2_endpoint', { method: 'GET', path: '/usage' }),
  });
  const again = await at().call('GET', '/v2/usage', { key });
  return [rest.body, named.body, called.body, again.body];
}

it('names keys to whoever may write', async () => {
  for (const seen of await askedBy(['write'])) expect(JSON.stringify(seen)).toContain(colleague);
});

it('names no key of others to a key that only reads, but says what was called', async () => {
  const answers = await askedBy(['read']);
  for (const seen of answers) expect(JSON.stringify(seen)).not.toContain(colleague);
  const [{ data }] = answers;
  expect(data.api_calls).toContainEqual(expect.objectContaining({ key_name: null }));
});
