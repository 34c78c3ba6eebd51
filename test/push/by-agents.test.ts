import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const observation = {
  type: 'profile',
  platform: 'instagram',
  username: 'ana.bakes',
  observed_at: '2026-07-01T12:00:00Z',
  follower_count: 700,
};

describe('an agent that pushes', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '100000' });
  const client = new Client({ name: 'pushes', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  let reader = '';

  beforeAll(async () => {
    reader = await at().key({ scopes: ['read'] });
    const requestInit = { headers: { Authorization: `Bearer ${await at().key({ scopes: ['ingest'] })}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${at().url}/mcp?tools=all`), { requestInit }));
  });

  const call = async (args: Record<string, unknown>, name = 'push_snapshots') => {
    const { isError, structuredContent } = await client.callTool({ name, arguments: args });
    return { isError: isError === true, said: Object(structuredContent) };
  };
  const followers = async () => {
    const { body } = await at().call('GET', '/v2/accounts', { key: reader });
    return body.data.map(({ follower_count }: { follower_count: number }) => follower_count);
  };

  it('sees that tool and who it is, and nothing else', async () => {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name).filter((name) => !['get_health', 'get_meta'].includes(name));
    expect(names.sort()).toEqual(['get_api_key_info', 'push_snapshots']);
  });

  it('records after its person has confirmed, once, and the very same', async () => {
    const args = { observations: [observation], create_missing: true };
    const first = await call(args);
    expect([first.isError, await followers()]).toEqual([false, []]);
    expect(first.said.confirmation_needed).toContain('1 observations');
    const { confirm } = first.said;
    const other = await call({ ...args, observations: [{ ...observation, follower_count: 9 }], confirm });
    expect([other.isError, other.said.code, await followers()]).toEqual([true, 'VALIDATION_ERROR', []]);
    const done = await call({ ...args, confirm });
    expect([done.isError, done.said.data.recorded, await followers()]).toEqual([false, 1, [700]]);
    const again = await call({ ...args, confirm });
    expect([again.isError, again.said.code]).toEqual([true, 'CONFLICT']);
  });

  it('has ten minutes for it', async () => {
    const args = { observations: [observation] };
    const { confirm } = (await call(args)).said;
    at().ahead.ms += 10 * 60_000 + 1;
    expect((await call({ ...args, confirm })).said.code).toBe('VALIDATION_ERROR');
  });

  it('pushes no more than fifty at once, and by no way around it', async () => {
    const { said } = await call({ observations: Array.from({ length: 51 }, () => observation) });
    expect([said.code, JSON.stringify(said.errors)]).toEqual([
      'VALIDATION_ERROR',
      expect.stringContaining('at most 50'),
    ]);
    const write = await at().key({ scopes: ['write'] });
    const requestInit = { headers: { Authorization: `Bearer ${write}` } };
    const writer = new Client({ name: 'pushes', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    await writer.connect(new StreamableHTTPClientTransport(new URL(`${at().url}/mcp`), { requestInit }));
    const body = { observations: [{ ...observation, follower_count: 800 }] };
    const ask = { method: 'POST', path: '/ingest/snapshots', body };
    const asked = await writer.callTool({ name: 'call_v2_endpoint_write', arguments: ask });
    const { body: shown } = Object(asked.structuredContent);
    expect([shown.confirmation_needed !== undefined, await followers()]).toEqual([true, [700]]);
    const confirmed = { ...ask, confirm: shown.confirm };
    // Bound to the key that asked.
    expect((await call({ ...body, confirm: shown.confirm })).said.code).toBe('VALIDATION_ERROR');
    await writer.callTool({ name: 'call_v2_endpoint_write', arguments: confirmed });
    expect(await followers()).toEqual([800]);
    await writer.close();
  });
});
