import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations } from '../../src/contract/operations.ts';
import { rawInputOf } from '../../src/mcp/call/operation-arguments.ts';
import { ask, callTool } from '../mcp/ask.ts';
import type { McpServer } from '../mcp/mcp-server.ts';
import { misfitsOf } from '../mcp/sdk-validators.ts';
import { calls } from '../mcp/workable-calls.ts';
import { dialects, type RemoteId, remoteIds, speak } from './dialects/dialects.ts';
import { documented, ids } from './dialects/documented.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { startHostile } from './hostile.ts';

const listed = z.object({
  tools: z.array(z.object({ name: z.string(), outputSchema: z.record(z.string(), z.unknown()) })),
});

describe.each(Object.entries(dialects))('an upstream whose answers are %s', (name, dialect) => {
  let gateway: Gateway;
  let mcp: McpServer;
  const schemas = new Map<string, Record<string, unknown>>();
  beforeAll(async () => {
    const upstream = await startHostile();
    upstream.document = dialect.document;
    upstream.behave = speak(dialect);
    gateway = await startGateway(upstream);
    const key = { fullKey: gateway.key, keyId: 'key' };
    mcp = { server: gateway.server, url: `${gateway.server.url}/mcp`, keys: { read: key, write: key } };
    const { body } = await ask({ at: mcp, search: '?tools=all', method: 'tools/list' });
    for (const tool of listed.parse(body.result).tools) schemas.set(tool.name, tool.outputSchema);
  });
  afterAll(() => gateway.server.stop());

  /** Its own additions an upstream without a document is not asked for. */
  const isThere = (id: RemoteId) => dialect.document !== null || !('ours' in operations[id]);
  const present = remoteIds.filter(isThere);

  it.each(present)('%s passes over REST as it came', async (id) => {
    const { method, path } = operations[id];
    const { params, query, body } = rawInputOf(operations[id], calls[id](ids));
    const target = `/v2${path.replace(/\{(\w+)\}/g, (_, param: string) => String(params[param]))}`;
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]): [string, string] => [key, `${value}`]),
    );
    const answered = await gateway.server.call(method, search.size === 0 ? target : `${target}?${search}`, {
      key: gateway.key,
      ...(body !== undefined && { body }),
    });
    const told = dialect.told(id);
    expect([answered.status, answered.body]).toEqual([told.status, told.body]);
    if (documented[id].body?.pagination !== undefined) expect(answered.headers.get('link')).toContain('cursor=bmV4dA');
    if (told.status === 201 && name !== 'minimal')
      expect(answered.headers.get('location')).toMatch(/\/v2\/.+[0-9a-f]{4}/);
  });

  it.each(present.flatMap((id) => (['legacy', 'modern'] as const).map((era) => [id, era] as const)))(
    '%s passes over MCP, %s, and fits the published schema',
    async (id, era) => {
      const { structure, isError, text } = await callTool({ at: mcp, name: id, args: calls[id](ids), era });
      expect(isError, text).toBe(false);
      expect(structure).toEqual(dialect.told(id).body ?? { done: true });
      expect(misfitsOf(schemas.get(id) ?? {}, structure)).toEqual([]);
    },
  );

  it('is searched, fetched from and completed by what there is', async () => {
    for (const [tool, args] of [
      ['search', { query: 'ana' }],
      ['fetch', { id: `account:${ids.account}` }],
      ['fetch', { id: `creator:${ids.creator}` }],
      ['fetch', { id: `video:${ids.video}` }],
      ['fetch', { id: `post:instagram:${ids.post.id}` }],
    ] as const) {
      const { isError, text } = await callTool({ at: mcp, name: tool, args });
      expect(isError, `${tool} ${text}`).toBe(false);
    }
    for (const value of ['', 'an']) {
      const ref = { type: 'ref/prompt', name: 'weekly_digest' };
      const params = { ref, argument: { name: 'focus', value } };
      const { body } = await ask({ at: mcp, method: 'completion/complete', params });
      expect(body.error).toBeUndefined();
    }
    expect(gateway.server.log()).not.toContain('tool failed');
  });
});
