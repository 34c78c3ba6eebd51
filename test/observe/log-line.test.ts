import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const at = testServer();
let key = '';
beforeAll(async () => {
  key = await at().key();
});

/** The line of the request that carried this id. */
function lineOf(id: string) {
  const lines = at()
    .log()
    .split('\n')
    .filter((line) => line.includes(`"request_id":"${id}"`));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

async function lineAfter(method: string, path: string, options: Parameters<ReturnType<typeof at>['call']>[2] = {}) {
  const { headers } = await at().call(method, path, options);
  const id = headers.get('x-request-id') ?? '';
  await expect.poll(() => at().log()).toContain(id);
  return lineOf(id);
}

const rpc = (name: string) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } });
const outside = 'OUTSIDETEXT';

describe('the line of a request', () => {
  it('says what it was, in words of ours', async () => {
    const id = '3f2b8a54-9c1e-4d7a-8b60-5e1f0c9d2a71';
    const headers = { 'User-Agent': 'curl/8.5.0 (x)', 'X-Other': outside };
    expect(await lineAfter('GET', `/v2/accounts/${id}?${outside}=${outside}`, { key, headers })).toMatchObject({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      door: 'rest',
      method: 'GET',
      route: '/v2/accounts/{account_id}',
      status: 422,
      code: 'VALIDATION_ERROR',
      organization_id: at().organizationId,
      key_id: expect.any(String),
      operation: 'get_account',
      client: 'curl/8.5.0',
      ms: expect.any(Number),
      bytes_in: 0,
      bytes_out: expect.any(Number),
    });
    expect(at().log()).not.toContain(id);
  });

  it('names the tool, the protocol and the client of MCP', async () => {
    const headers = { 'User-Agent': 'agent/1.0' };
    expect(await lineAfter('POST', '/mcp', { key, headers, body: rpc('get_api_key_info') })).toMatchObject({
      door: 'mcp',
      route: '/mcp',
      status: 200,
      rpc: 'tools/call',
      tool: 'get_api_key_info',
      era: 'legacy',
      client: 'agent/1.0',
      bytes_in: expect.any(Number),
    });
  });

  it('holds nothing that an outsider chose: no path, query, header, method or tool name', async () => {
    const told = { headers: { 'X-Thing': outside, Referer: outside, Origin: `https://${outside}.example` } };
    expect(await lineAfter('GET', `/${outside}`, { key })).toMatchObject({
      door: 'web',
      route: 'unmatched',
      status: 404,
    });
    expect(await lineAfter('GET', `/v2/${outside}?${outside}`, { key })).toMatchObject({ route: 'unmatched' });
    expect(await lineAfter(outside, '/v2/accounts', { key }).catch(() => ({}))).not.toMatchObject({ method: outside });
    expect(await lineAfter('GET', '/v2/health', told)).toMatchObject({ route: 'unmatched', status: 403 });
    await lineAfter('POST', '/mcp', { key, body: rpc(outside) });
    await lineAfter('POST', '/mcp', { key, body: { jsonrpc: '2.0', id: 1, method: outside } });
    expect(at().log()).not.toContain(outside);
  });
});
