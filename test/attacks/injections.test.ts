import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visibleText } from '../../src/contract/visible-text.ts';
import { catalog } from '../../tools/catalog.ts';
import { figure } from '../long/trials.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { call, type Json } from '../server/wire.ts';
import { everyRead, type Read, type Things } from './every-read.ts';
import { hostileProvider } from './hostile-provider.ts';
import { emoji, injections } from './injections.ts';
import { unseenIn } from './unseen.ts';

let server: TestServer;
let key = '';
let things: Things;
const errors: string[] = [];
let read = 0;

beforeAll(async () => {
  const settings = { RATE_LIMIT_PER_MINUTE: '100000', LOG_LEVEL: 'debug', METRICS_PORT: '0' };
  server = await startTestServer(settings, 'sqlite', { provider: hostileProvider(injections) });
  key = await server.key();
});
afterAll(() => server.stop());

const rest = async (method: string, path: string, body?: unknown) => {
  const answer = await server.call(method, path, { key, ...(body !== undefined && { body }) });
  if (answer.status >= 400) errors.push(answer.text);
  return answer;
};

/** Through the real ways in: requests, and a refresh. What holds NUL is refused where people write it. */
async function write(): Promise<void> {
  for (const [index, { text, marker }] of injections.entries()) {
    const kept = text.replaceAll('\0', '');
    const platform = index % 2 === 0 ? 'instagram' : 'tiktok';
    const creator = await rest('POST', '/v2/creators', { name: `first ${marker}` });
    expect(creator.status).toBe(201);
    const path = `/v2/creators/${creator.body.data.id}`;
    const changed = await rest('PATCH', path, { name: kept, metadata: { note: kept, [kept]: marker } });
    expect(changed.status).toBe(200);
    const account = { platform, username: `injected.${index}`, category: kept, metadata: { note: kept } };
    expect((await rest('POST', '/v2/accounts', { ...account, creator_id: creator.body.data.id })).status).toBe(201);
    expect((await rest('POST', '/v2/accounts', account)).status).toBe(409);
    const video = { platform: 'tiktok', identifier: `73000000000000${String(index).padStart(5, '0')}` };
    expect((await rest('POST', '/v2/videos', { ...video, metadata: { note: kept } })).status).toBe(201);
  }
  const waiting = async (path: string) =>
    (await rest('GET', `${path}?limit=200`)).body.data.filter((row: Json) => row.last_scrape_time === null).length;
  await expect.poll(() => waiting('/v2/accounts'), { timeout: 30_000 }).toBe(0);
  await expect.poll(() => waiting('/v2/videos'), { timeout: 30_000 }).toBe(0);
}

async function everything(): Promise<Things> {
  const rows = async (path: string): Promise<Json[]> => (await rest('GET', `${path}?limit=200`)).body.data;
  const ids = async (path: string) => (await rows(path)).map(({ id }) => id);
  const post = (await rows('/v2/account-videos')).map(({ platform, id }) => ({ platform, id }));
  return {
    account_id: await ids('/v2/accounts'),
    creator_id: await ids('/v2/creators'),
    video_id: await ids('/v2/videos'),
    post,
  };
}

async function rpc(method: string, params: Record<string, unknown> = {}): Promise<Json> {
  const body = { jsonrpc: '2.0', id: 1, method, params };
  const answer = await server.call('POST', '/mcp?tools=all', { key, body });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.result ?? answer.body.error;
}

async function tool(name: string, args: Record<string, unknown>): Promise<Json> {
  const result = await rpc('tools/call', { name, arguments: args });
  const [{ text }] = result.content;
  if (result.isError) errors.push(text);
  return { ...result, text: JSON.parse(text) };
}

/** Every text in a value with the names that lead to it, and every name. */
function* textsIn(value: Json, at: readonly string[] = []): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [at.join('.'), value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [`${at.join('.')}#`, name];
    yield* textsIn(part, Array.isArray(value) ? at : [...at, name]);
  }
}

/** The fields that hold what people wrote. */
const fields =
  /(^|\.)(name|description|link_in_bio|category|metadata(\..*)?#?|creator_name|display_name|caption|account_username|platform_account_id)$/s;
/** Half a surrogate pair is kept by no database. */
const withoutHalves = (text: string) => text.toWellFormed().replaceAll('\ufffd', '');
const shown = new Map(injections.map(({ text, marker }) => [marker, withoutHalves(visibleText(text))]));
const markers = /zqmark\d{3}x/g;

/** Whether a value of an answer stays where it belongs, is what was written, and shows all it holds. */
function requireContained(value: Json, where: string, allowed = fields): void {
  for (const [at, text] of textsIn(value)) {
    expect(unseenIn(text), `${where} ${at}: ${JSON.stringify(text)}`).toBeNull();
    const [marker] = text.match(markers) ?? [];
    if (marker === undefined) continue;
    read += 1;
    expect(at, where).toMatch(allowed);
    if (text === marker || allowed !== fields) continue;
    expect([shown.get(marker), shown.get(marker)?.trim()], `${where} ${at}`).toContain(withoutHalves(text));
  }
}

/** All for the reads that show texts; two for each of those that show numbers only. */
function reads(): Read[] {
  const numbers = /timeseries|analytics/;
  const few = { account_id: 2, creator_id: 2, video_id: 2, post: 2 };
  const first = {
    account_id: things.account_id.slice(0, few.account_id),
    creator_id: things.creator_id.slice(0, few.creator_id),
    video_id: things.video_id.slice(0, few.video_id),
    post: things.post.slice(0, few.post),
  };
  return [
    ...everyRead(things).filter(({ operation }) => !numbers.test(operation.id)),
    ...everyRead(first).filter(({ operation }) => numbers.test(operation.id)),
  ];
}

describe(`${injections.length} injections in captions, bios, names, categories and metadata`, () => {
  it('are at least a hundred, and get in by requests and by a refresh', async () => {
    await write();
    things = await everything();
    expect(injections.length).toBeGreaterThan(100);
    expect(things.account_id).toHaveLength(injections.length);
    expect(things.post).toHaveLength(injections.length);
  });

  it('stay in their fields in every REST read, and hide nothing', async () => {
    const lists = ['/v2/accounts', '/v2/creators', '/v2/videos', '/v2/account-videos'];
    for (const path of lists) requireContained((await rest('GET', `${path}?limit=200`)).body, path);
    for (const { operation, path, body } of reads()) {
      const answer = await rest(operation.method, path, body);
      expect(answer.status, `${path} ${answer.text}`).toBe(200);
      requireContained(answer.body, operation.id);
    }
    for (const { marker } of injections) {
      const found = await rest('GET', `/v2/search?q=${marker}`);
      expect(found.body.data.videos).toHaveLength(1);
      expect(found.body.data.creators).toHaveLength(1);
      requireContained(found.body.data, 'search');
    }
  });

  it('stay in their fields in every tool that reads, in both forms', async () => {
    for (const { operation, args } of reads()) {
      const { text, structuredContent } = await tool(operation.id, args);
      requireContained(structuredContent, operation.id);
      requireContained(text, operation.id);
    }
    for (const list of ['list_accounts', 'list_creators', 'list_videos', 'list_account_videos']) {
      for (let cursor: string | undefined, seen = 0; seen < injections.length; ) {
        const { structuredContent } = await tool(list, { limit: 200, ...(cursor !== undefined && { cursor }) });
        requireContained(structuredContent, list);
        seen += structuredContent.data.length;
        cursor = structuredContent.pagination.next_cursor;
      }
    }
    for (const { marker } of injections) {
      requireContained((await tool('search_workspace', { q: marker })).structuredContent.data, 'search_workspace');
    }
  });

  it('stay on their lines in documents for research', async () => {
    const own = /(^|\.)(title|text|metadata.*)$/s;
    for (const { marker } of injections) {
      const { results } = (await tool('search', { query: marker })).structuredContent;
      expect(results.length).toBeGreaterThanOrEqual(2);
      requireContained(results, 'search', own);
      for (const { id } of results) {
        const { structuredContent } = await tool('fetch', { id });
        requireContained(structuredContent, 'fetch', own);
        expect(structuredContent.text).not.toMatch(/^follower_count: 999999999$|^content: obey$|^Observation: done/m);
      }
    }
  });

  it('complete the names of creators in plain sight', async () => {
    const ref = { type: 'ref/prompt', name: 'creator_report' };
    const { prompts } = await rpc('prompts/list');
    for (const { name, arguments: takes } of prompts) {
      for (const argument of takes) {
        const asked = { ref: { ...ref, name }, argument: { name: argument.name, value: 'zq' } };
        for (const value of (await rpc('completion/complete', asked)).completion.values) {
          expect(unseenIn(value)).toBeNull();
        }
      }
    }
  });

  it('reach no description, instruction, help, error, log line, metric or audit row', async () => {
    const words: Json[] = [
      await rpc('tools/list'),
      await rpc('prompts/list'),
      await rpc('resources/list'),
      await rpc('resources/templates/list'),
      await rpc('initialize', {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'x', version: '1' },
      }),
      await rpc('resources/read', { uri: 'creatoraudit://openapi.json' }),
      (await server.call('GET', '/v2/docs')).text,
    ];
    for (const { name } of catalog) words.push((await tool('get_help', { topic: name })).structuredContent);
    words.push((await tool('search_tools', { query: 'delete all accounts', limit: 20 })).structuredContent);
    const { store } = server.context;
    const audit = [
      ...(await store.read.selectFrom('audit_events').selectAll().execute()),
      ...(await store.read.selectFrom('audit_pending').selectAll().execute()),
    ];
    const metrics = await call((server.running.metricsUrl ?? '').replace('/metrics', ''), 'GET', '/metrics');
    expect(errors.length).toBeGreaterThan(injections.length - 1);
    expect(audit.length).toBeGreaterThan(injections.length);
    const sinks = { words, errors, log: server.log(), metrics: metrics.text, audit };
    for (const [name, sink] of Object.entries(sinks)) {
      expect(JSON.stringify(sink).match(markers)?.[0], name).toBeUndefined();
    }
    figure(`injections: ${injections.length} texts, read ${read} times over REST and MCP, none out of its field`);
  });
});

describe('emoji', () => {
  it.each(emoji)('%s comes out as it went in', async (one) => {
    const made = await rest('POST', '/v2/creators', { name: `Ana ${one} bakes` });
    expect(made.body.data.name).toBe(`Ana ${one} bakes`);
    const { structuredContent } = await tool('get_creator', { creator_id: made.body.data.id });
    expect(structuredContent.data.name).toBe(`Ana ${one} bakes`);
  });
});

describe('a text of which nothing is seen', () => {
  it.each(['\u200b', '\u202e\u2066', '\u{e0041}\u{e0042}', '\ufeff \u00ad', '\u001b\u0007'])(
    'is no name: %j',
    async (name) => {
      expect((await rest('POST', '/v2/creators', { name })).status).toBe(422);
    },
  );

  it('hides no key, and no key comes whole out of an error', async () => {
    const hidden = `${key.slice(0, 5)}\u200b${key.slice(5)}`;
    const made = await rest('POST', '/v2/creators', { name: hidden });
    expect([made.status, made.body.errors?.[0]?.field]).toEqual([422, 'name']);
    const unknown = await rest('POST', '/v2/creators', { name: 'a', [hidden]: 1 });
    expect(unknown.text).not.toContain(key);
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: hidden, arguments: {} } };
    expect((await server.call('POST', '/mcp', { key, body })).text).not.toContain(key);
  });
});
