import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations } from '../../src/contract/operations.ts';
import { rowColumns } from '../../src/mcp/call/columns.ts';
import { listsRows } from '../../src/mcp/call/tool-schema.ts';
import { catalog } from '../../tools/catalog.ts';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';
import { misfits } from './sdk-validators.ts';
import { calls, findIds, type Ids } from './workable-calls.ts';

const at = mcpServer();
let ids: Ids;
beforeAll(async () => {
  ids = await findIds(at());
});

const columned = catalog.flatMap((tool) => {
  if (tool.kind === 'meta' || !listsRows(operations[tool.name])) return [];
  return [{ name: tool.name, columns: rowColumns(operations[tool.name]) }];
});

async function requireFit(name: string, args: Record<string, unknown>, isError = false) {
  const result = await callTool({ at: at(), key: 'read', name, args });
  expect([result.isError, misfits(name, result.structure)], `${name} ${JSON.stringify(args)}`).toEqual([isError, []]);
  return result.structure;
}

const rows = z.looseObject({ data: z.array(z.record(z.string(), z.unknown())) });

describe('a result with picked columns', () => {
  it.each(columned)('of $name fits its schema, whichever one or two are picked', async ({ name, columns }) => {
    const args = { ...calls[name](ids), ...('limit' in operations[name].query.shape && { limit: 2 }) };
    const [first = ''] = columns;
    expect(columns.length).toBeGreaterThan(3);
    for (const [at, one] of columns.entries()) {
      for (const fields of [[one], ...columns.slice(at + 1).map((other) => [one, other])]) {
        const { data } = rows.parse(await requireFit(name, { ...args, fields }));
        expect(data.length).toBeGreaterThan(0);
        // Rows say what is unavailable only where something is.
        const there = fields.filter((field) => field !== 'unavailable_metrics').sort();
        for (const row of data) expect(Object.keys(row).sort()).toEqual(there);
      }
    }
    await requireFit(name, { ...args, fields: `${first},nope` }, true);
  });

  it('is taken by the checking clients of both SDKs', async () => {
    const requestInit = { headers: { Authorization: `Bearer ${at().keys.read.fullKey}` } };
    const address = () => new URL(`${at().url}?tools=all`);
    const modern = new Client({ name: 'checks', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    await modern.connect(new StreamableHTTPClientTransport(address(), { requestInit }));
    const old = new OldClient({ name: 'checks', version: '1' });
    await old.connect(new OldTransport(address(), { requestInit }));
    await Promise.all([modern.listTools(), old.listTools()]);
    for (const { name, columns } of columned) {
      for (const column of columns) {
        const asked = { name, arguments: { ...calls[name](ids), fields: [column] } };
        for (const client of [modern, old]) expect(await client.callTool(asked)).not.toHaveProperty('isError', true);
      }
    }
    await Promise.all([modern.close(), old.close()]);
  });
});

describe('a result fits its schema', () => {
  it.each(columned)('of $name where it is cut to the budget', async ({ name }) => {
    const limit = 'limit' in operations[name].query.shape ? { limit: name === 'list_top_creators' ? 25 : 200 } : {};
    const [start_date, end_date] = [300, 1].map((days) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
    );
    const window = 'start_date' in operations[name].query.shape ? { period: 'custom', start_date, end_date } : {};
    await requireFit(name, { ...calls[name](ids), ...limit, ...window });
  });

  it.each([
    ['list_accounts', { q: 'nobody is called so' }],
    ['list_creators', { q: 'nobody is called so' }],
    ['list_videos', { q: 'nobody wrote so' }],
    ['list_account_videos', { q: 'nobody wrote so' }],
    ['search_workspace', { q: '' }],
    ['search_tools', { query: 'xqzw' }],
  ])('of %s where there is nothing', async (name, args) => {
    await requireFit(name, args);
  });

  it('where all is null that can be', async () => {
    const made = await callTool({
      at: at(),
      name: 'create_account',
      args: { platform: 'tiktok', username: 'never.refreshed', category: null, post_lookback_days: null },
    });
    expect([made.isError, misfits('create_account', made.structure)]).toEqual([false, []]);
    const { data } = z.object({ data: z.object({ id: z.string() }) }).parse(made.structure);
    await requireFit('get_account', { account_id: data.id });
    await requireFit('list_accounts', { q: 'never.refreshed' });
    for (const name of ['get_account_timeseries', 'get_account_analytics'])
      await requireFit(name, { account_id: data.id });
    await requireFit('get_account_metrics', { account_ids: [data.id, at().server.organizationId] });
  });

  it.each(catalog.map(({ name }) => name))('of %s that failed', async (name) => {
    await requireFit(name, { not_an_argument: 1 }, true);
    const { structure, isError } = await callTool({ at: at(), key: null, name });
    expect([isError, structure.code, misfits(name, structure)]).toEqual([true, 'UNAUTHORIZED', []]);
  });
});
