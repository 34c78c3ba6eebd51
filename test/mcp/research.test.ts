import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

// What ChatGPT's research modes call: two tools, by these names and in these shapes (clients.md, ChatGPT).

const at = mcpServer();

const searched = z.strictObject({
  results: z.array(z.strictObject({ id: z.string(), title: z.string(), url: z.url() })),
});
const fetched = z.strictObject({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  url: z.url(),
  metadata: z.record(z.string(), z.string()),
});

const call = (name: string, args: Record<string, unknown>, key: 'read' | 'write' = 'read') =>
  callTool({ at: at(), name, args, key });

async function search(query: string) {
  const { structure, text } = await call('search', { query });
  expect(JSON.parse(text)).toEqual(structure);
  return searched.parse(structure).results;
}

async function fetchOne(id: string) {
  const { structure, text } = await call('fetch', { id });
  expect(JSON.parse(text)).toEqual(structure);
  return fetched.parse(structure);
}

const names = z.object({ tools: z.array(z.object({ name: z.string() })) });
const rows = z.object({ data: z.array(z.looseObject({ id: z.union([z.string(), z.int()]) })) });

describe('?tools=chatgpt', () => {
  it.each(['legacy', 'modern'] as const)('lists exactly search and fetch (%s)', async (era) => {
    const answer = await ask({ at: at(), search: '?tools=chatgpt', era, method: 'tools/list' });
    expect(names.parse(answer.body.result).tools.map(({ name }) => name)).toEqual(['search', 'fetch']);
  });

  it('is in no other list, and found by no search', async () => {
    const answer = await ask({ at: at(), search: '?tools=all', method: 'tools/list' });
    const all = names.parse(answer.body.result).tools.map(({ name }) => name);
    expect(all).not.toContain('search');
    expect(all).not.toContain('fetch');
    const { structure } = await call('search_tools', { query: 'search', limit: 20 });
    expect(names.parse(structure).tools.map(({ name }) => name)).not.toContain('search');
  });
});

describe('search', () => {
  it('finds creators, accounts, posts, tracked videos and the glossary', async () => {
    const kinds = new Set<string>();
    for (const query of ['a', 'engagement'])
      for (const { id } of await search(query)) kinds.add(id.split(':')[0] ?? '');
    expect([...kinds].sort()).toEqual(['account', 'creator', 'glossary', 'post', 'video']);
  });

  it('finds documents with some words of a question that contain it nowhere whole', async () => {
    const { structure } = await call('list_creators', { limit: 1 });
    const { name } = z.object({ data: z.tuple([z.object({ name: z.string() })]) }).parse(structure).data[0];
    const results = await search(`how is ${name} doing these days`);
    expect(results.slice(0, 3).map(({ title }) => title)).toContain(name);
  });

  it('gives an id for each result that fetch resolves, with the same title and address', async () => {
    for (const query of ['a', 'views']) {
      for (const { id, title, url } of await search(query)) {
        const document = await fetchOne(id);
        expect({ id: document.id, title: document.title, url: document.url }).toEqual({ id, title, url });
        expect(document.text).not.toBe('');
      }
    }
  });

  it('finds nothing for nonsense, and says what is wrong with no query', async () => {
    expect(await search('zzqxv')).toEqual([]);
    const { structure } = await call('search', { query: '  ' });
    expect(structure).toMatchObject({ code: 'VALIDATION_ERROR' });
  });
});

describe('fetch', () => {
  it('opens the page of the dashboard', async () => {
    for (const [tool, prefix, page] of [
      ['list_accounts', 'account', 'accounts'],
      ['list_creators', 'creator', 'creators'],
      ['list_videos', 'video', 'videos'],
    ]) {
      const { structure } = await call(tool ?? '', { limit: 1 });
      const id = rows.parse(structure).data[0]?.id;
      const { url } = await fetchOne(`${prefix}:${id}`);
      expect(url).toBe(`${at().server.url}/${page}/${id}`);
      const response = await fetch(url, { headers: { accept: 'text/html' } });
      expect(response.headers.get('content-type')).not.toContain('json');
    }
  });

  it('says that sample data is invented, and gives the numbers of the last 30 days', async () => {
    const { structure } = await call('list_creators', { limit: 1 });
    const { text, metadata } = await fetchOne(`creator:${rows.parse(structure).data[0]?.id}`);
    expect(text).toMatch(/^INVENTED SAMPLE DATA/);
    expect(metadata).toMatchObject({ type: 'creator', sample_data: 'true' });
    expect(text).toMatch(/totals\.views: \d+/);
  });

  it.each([
    'account:0b7f9e4e-9d6d-4a1e-8c1b-000000000000',
    'post:tiktok:1',
    'glossary:nothing',
    'nonsense',
    'account:../../etc',
  ])('finds no %s', async (id) => {
    const { structure, isError } = await call('fetch', { id });
    expect(isError).toBe(true);
    expect(structure).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives nothing of another organization', async () => {
    const { server } = at();
    const { structure } = await call('list_creators', { limit: 1 });
    const id = `creator:${rows.parse(structure).data[0]?.id}`;
    const foreign = await server.key({ organizationId: await server.organization('Other'), scopes: ['read'] });
    const answer = await callTool({
      at: at(),
      key: null,
      headers: { authorization: `Bearer ${foreign}` },
      name: 'fetch',
      args: { id },
    });
    expect(answer.structure).toMatchObject({ code: 'NOT_FOUND' });
  });
});
