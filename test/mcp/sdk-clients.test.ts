import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it } from 'vitest';
import { mcpServer } from './mcp-server.ts';
import { offered as catalog } from './offered-tools.ts';

const at = mcpServer();

const sent = () => ({ headers: { Authorization: `Bearer ${at().keys.write.fullKey}` } });
const info = { name: 'sdk-test', version: '1.2.3' };

async function connectNew(mode: VersionNegotiationMode, search = '') {
  const client = new Client(info, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(at().url + search), { requestInit: sent() }));
  return client;
}

async function connectOld(search = '') {
  const client = new OldClient(info);
  const transport = new OldTransport(new URL(at().url + search), { requestInit: sent() });
  await client.connect(transport);
  return client;
}

const modes: [string, VersionNegotiationMode][] = [
  ['auto', 'auto'],
  ['pinned to 2026-07-28', { pin: '2026-07-28' }],
  ['with initialize', 'legacy'],
];

describe.each(modes)('the SDK’s client, %s', (_name, mode) => {
  it('learns who the server is and how to begin', async () => {
    const client = await connectNew(mode);
    expect(client.getServerVersion()).toMatchObject({ name: 'creatoraudit' });
    expect(client.getInstructions()).toContain('SAMPLE DATA');
    await client.close();
  });

  it('lists the tools and calls one, checking its structure', async () => {
    const client = await connectNew(mode, '?tools=all');
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(catalog.map((tool) => tool.name));
    const result = await client.callTool({ name: 'get_overview', arguments: { period: '7d' } });
    expect(result.structuredContent).toMatchObject({ data: { type: 'overview' } });
    if (catalog.some(({ name }) => name === 'query_metrics')) {
      const args = { metrics: ['views'], dimensions: ['platform'], filters: [['is', 'platform', ['tiktok']]] };
      const asked = await client.callTool({ name: 'query_metrics', arguments: args });
      expect(asked.structuredContent).toMatchObject({
        data: { columns: ['platform', 'views'], rows: [['tiktok', expect.any(Number)]] },
      });
      const wrong = await client.callTool({ name: 'query_metrics', arguments: { metrics: ['viws'] } });
      expect(JSON.stringify(wrong)).toContain('is no metric of gains');
    }
    const failed = await client.callTool({ name: 'get_account', arguments: {} });
    expect(failed).toMatchObject({ isError: true, structuredContent: { code: 'VALIDATION_ERROR' } });
    await expect(client.callTool({ name: 'nope', arguments: {} })).rejects.toMatchObject({ code: -32602 });
    await client.close();
  });

  it('reads the resources', async () => {
    const client = await connectNew(mode);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(['creatoraudit://openapi.json', 'creatoraudit://glossary']);
    const glossary = await client.readResource({ uri: 'creatoraudit://glossary' });
    expect(JSON.stringify(glossary.contents)).toContain('engagement_rate');
    await expect(client.readResource({ uri: 'creatoraudit://nope' })).rejects.toMatchObject({ code: -32602 });
    await client.close();
  });

  it('fills the prompts in and completes their arguments', async () => {
    const client = await connectNew(mode);
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['weekly_digest', 'compare_creators', 'find_viral_posts']);
    const argument = { name: 'first', value: 'a' };
    const ref = { type: 'ref/prompt', name: 'compare_creators' } as const;
    const { completion } = await client.complete({ ref, argument });
    expect(completion.values.length).toBeGreaterThan(1);
    const [first = '', second = ''] = completion.values;
    const prompt = await client.getPrompt({ name: 'compare_creators', arguments: { first, second } });
    expect(JSON.stringify(prompt.messages)).toContain(first);
    const period = await client.complete({ ref, argument: { name: 'period', value: '3' } });
    expect(period.completion.values).toEqual(['30d']);
    await expect(client.getPrompt({ name: 'compare_creators', arguments: { first } })).rejects.toMatchObject({
      code: -32602,
    });
    await client.close();
  });
});

describe('the predecessor’s client', () => {
  it('lists, calls, reads and completes', async () => {
    const client = await connectOld('?tools=all');
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(catalog.length);
    const result = await client.callTool({ name: 'get_api_key_info', arguments: {} });
    expect(result.structuredContent).toMatchObject({ data: { type: 'whoami', api_key_name: 'write' } });
    expect(await client.callTool({ name: 'get_account', arguments: {} })).toMatchObject({ isError: true });
    expect((await client.listResources()).resources).toHaveLength(2);
    expect((await client.listPrompts()).prompts).toHaveLength(3);
    await client.ping();
    await client.close();
  });
});
