import { beforeAll, expect, it } from 'vitest';
import { allOperations } from '../../src/contract/operations.ts';
import { testServer } from '../server/test-server.ts';

const at = testServer();
let key = '';
beforeAll(async () => {
  key = await at().key();
});

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

it.each(['/mcp', '/mcp/', '//mcp', '/mcp//', '//mcp//', '/mcp/mcp', '/mcp/mcp/'])('%s is MCP', async (path) => {
  const answer = await at().call('POST', path, { key, body: ping });
  expect([answer.status, answer.body]).toEqual([200, { jsonrpc: '2.0', id: 1, result: {} }]);
});

it.each(['/sse', '/mcp/sse', '/messages', '/message/', '/v2/mcp', '/v2/sse'])(
  '%s is told where MCP is',
  async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await at().call(method, path, { key, ...(method === 'POST' && { body: ping }) });
      expect([answer.status, answer.body.detail]).toEqual([404, expect.stringContaining('MCP is at /mcp')]);
    }
  },
);

it('a path of each operation with doubled, trailing or repeated parts is told the right one', async () => {
  for (const { path } of allOperations) {
    const right = `/v2${path.replaceAll(/\{platform\}/g, 'tiktok').replaceAll(/\{\w+\}/g, '7')}`;
    for (const wrong of [`${right}/`, right.replace(/^\/v2/, '/v2/'), `/${right}`, `/api${right}`, `/v2${right}`]) {
      const answer = await at().call('GET', wrong, { key });
      expect([wrong, answer.status, answer.body.detail]).toEqual([
        wrong,
        404,
        expect.stringContaining(`Did you mean ${right}?`),
      ]);
    }
  }
});

it('what is near nothing is told no path, and no key is shown', async () => {
  expect((await at().call('GET', '/v2/nothing/', { key })).body.detail).not.toMatch(/Did you mean/);
  const answer = await at().call('GET', `/v2/accounts/${key}/`, { key });
  expect([answer.status, answer.text.includes(key)]).toEqual([404, false]);
});
