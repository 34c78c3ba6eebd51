import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRead } from '../../src/contract/operation.ts';
import { type AnyOperation, allOperations } from '../../src/contract/operations.ts';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';
import { misfits } from './sdk-validators.ts';
import { calls, findIds, type Ids } from './workable-calls.ts';

const at = mcpServer();
let ids: Ids;
let listed: ReadonlySet<string>;
let client: Client;
beforeAll(async () => {
  ids = await findIds(at());
  client = new Client({ name: 'lists only', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  const requestInit = { headers: { Authorization: `Bearer ${at().keys.write.fullKey}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(at().url), { requestInit }));
  listed = new Set((await client.listTools()).tools.map(({ name }) => name));
});
afterAll(() => client.close());

const hits = z.object({
  hint: z.string(),
  tools: z.array(
    z.object({
      name: z.string(),
      endpoint: z.string().optional(),
      call: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
});

/** A client that lets its model call what was listed, and nothing else. */
async function callListed(name: string, args: Record<string, unknown>) {
  if (!listed.has(name)) throw new Error(`${name} is not listed`);
  return await client.callTool({ name, arguments: args });
}

/** What an agent does with a ready call: it fills in what stands in braces, and says more where it wants to. */
function filled(ready: Record<string, unknown>, operation: AnyOperation): Record<string, unknown> {
  const known = calls[operation.id](ids);
  const path = String(ready.path).replace(/\{(\w+)\}/g, (_, name: string) => String(known[name]));
  if (ready.body === undefined) return { ...ready, path };
  const inPath = Object.keys(operation.params.shape);
  expect(JSON.stringify(ready.body)).toMatch(/\{\w+\}/);
  return { ...ready, path, body: Object.fromEntries(Object.entries(known).filter(([name]) => !inPath.includes(name))) };
}

const lateness = ({ id }: AnyOperation) => (id.startsWith('delete_') ? 2 : Number(id.startsWith('unlink_')));
const inOrder = [...allOperations].sort((a, b) => lateness(a) - lateness(b));

describe('with the listed tools alone', () => {
  it.each(inOrder)('$id is found and called in two calls', async (operation) => {
    const found = await callListed('search_tools', { query: operation.id.replaceAll('_', ' ') });
    const { tools, hint } = hits.parse(found.structuredContent);
    expect(hint).toContain('`call`');
    const hit = tools.find(({ endpoint }) => endpoint === `${operation.method} ${operation.path}`);
    expect(hit?.call?.name).toBe(isRead(operation) ? 'call_v2_endpoint' : 'call_v2_endpoint_write');
    const answered = await callListed(hit?.call?.name ?? '', filled(hit?.call?.arguments ?? {}, operation));
    expect([answered.isError, answered.structuredContent]).toMatchObject([undefined, { status: expect.any(Number) }]);
  });

  it('the endpoint of a hit is taken as a path, method and all', async () => {
    const { structuredContent } = await callListed('call_v2_endpoint', { path: 'GET /accounts', query: { limit: 1 } });
    expect(structuredContent).toMatchObject({ status: 200 });
    const metrics = { path: 'post /v2/accounts/metrics', body: { account_ids: [ids.elsewhere] } };
    expect((await callListed('call_v2_endpoint', metrics)).structuredContent).toMatchObject({ status: 200 });
  });

  it('a ready call that was not filled in changes nothing', async () => {
    const { structure } = await callTool({
      at: at(),
      name: 'search_tools',
      args: { query: 'create change', limit: 20 },
    });
    const writes = hits.parse(structure).tools.filter(({ call }) => call?.name === 'call_v2_endpoint_write');
    expect(writes.length).toBeGreaterThan(4);
    for (const { call } of writes) {
      const { isError, structure: refused } = await callTool({
        at: at(),
        name: 'call_v2_endpoint_write',
        args: { ...call?.arguments },
      });
      expect(JSON.stringify(refused.errors)).toContain('fill in {');
      expect([call, isError, refused.code]).toEqual([call, true, 'VALIDATION_ERROR']);
    }
  });
});

it('as many hits as may be asked for stay within the budget, and fit the schema', async () => {
  for (const query of ['account', 'video', 'creator analytics', 'create change delete link']) {
    const { text, structure } = await callTool({ at: at(), name: 'search_tools', args: { query, limit: 20 } });
    expect(countTokens(text)).toBeLessThan(8_000);
    expect(misfits('search_tools', structure)).toEqual([]);
  }
});

it('shows a read key no way to write', async () => {
  for (const { id } of allOperations) {
    const { text } = await callTool({ at: at(), key: 'read', name: 'search_tools', args: { query: id, limit: 20 } });
    expect(text).not.toContain('"name":"call_v2_endpoint_write"');
  }
});

it('has recipes for what analysts ask', async () => {
  const { structure } = await callTool({ at: at(), name: 'get_help', args: { topic: 'Recipes' } });
  for (const word of ['Compare', 'Export', 'Best time to post', 'Group by media type']) {
    expect(structure.text).toContain(word);
  }
  expect(structure.topics).toContain('recipes');
});
