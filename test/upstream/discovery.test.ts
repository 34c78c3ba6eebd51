import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/api/openapi/document.ts';
import { allOperations } from '../../src/contract/operations.ts';
import { catalog } from '../../tools/catalog.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { startHostile } from './hostile.ts';

const { paths } = openApiDocument({ apiUrl: 'https://x.example', version: '1', dataFrom: 'own store' });
const allNames: string[] = catalog.map(({ name }) => name);
/** What works on own data no upstream offers. */
const ownStore = allOperations.filter(({ ours }) => ours === 'own_store').map(({ id }) => id);
const without = ['/usage', '/creators/top'];
const some = Object.entries(paths).filter(([path]) => !without.includes(path));

/** An upstream's own document: other names of parameters, with or without the base in its paths. */
const documents: [string, unknown, string[]][] = [
  ['lists its paths below the base', { paths: Object.fromEntries(some) }, ['get_usage', 'list_top_creators']],
  [
    'lists whole paths, with names of its own for parameters',
    { paths: Object.fromEntries(some.map(([path, item]) => [`/v2${path.replace(/\{\w+\}/g, '{id}')}`, item])) },
    ['get_usage', 'list_top_creators'],
  ],
  ['has no document', null, ['get_settings', 'get_usage', 'update_settings']],
  ['has a document of something else', { swagger: '2.0' }, ['get_settings', 'get_usage', 'update_settings']],
  ['has all', { paths }, []],
];

describe.each(documents)('an upstream that %s', (_name, document, lacking) => {
  let gateway: Gateway;
  beforeAll(async () => {
    const upstream = await startHostile();
    upstream.document = document;
    gateway = await startGateway(upstream);
  });
  afterAll(() => gateway.server.stop());

  it('has no tools listed or found for what it lacks', async () => {
    const { listed, found } = await shown(gateway);
    expect(allNames.filter((name) => !listed.includes(name)).sort()).toEqual([...lacking, ...ownStore].sort());
    expect(found.filter((name) => lacking.includes(name))).toEqual([]);
  });

  it('answers 404 for it, which says so, without being asked', async () => {
    const { server, upstream, key } = gateway;
    if (!lacking.includes('get_usage')) return;
    const { status, body } = await server.call('GET', '/v2/usage', { key });
    expect([status, body.code, body.detail]).toEqual([
      404,
      'NOT_FOUND',
      expect.stringContaining('upstream API does not have GET /usage'),
    ]);
    expect(upstream.received).toEqual([]);
    const { structuredContent } = await rpc(gateway, 'tools/call', { name: 'get_usage', arguments: {} });
    expect(structuredContent).toMatchObject({ code: 'NOT_FOUND' });
  });
});

async function shown(gateway: Gateway): Promise<{ listed: string[]; found: string[] }> {
  const { tools } = await rpc(gateway, 'tools/list', {}, '?tools=all');
  const { structuredContent } = await rpc(gateway, 'tools/call', {
    name: 'search_tools',
    arguments: { query: 'usage settings top creators' },
  });
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  return { listed: names(tools), found: names(structuredContent.tools) };
}

async function rpc({ server, key }: Gateway, method: string, params = {}, search = '') {
  const response = await fetch(`${server.url}/mcp${search}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result } = JSON.parse(await response.text());
  return result;
}
