import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { catalog } from '../../tools/catalog.ts';
import { startOn, type TestServer } from '../server/start-test-server.ts';
import { shortDeadlines } from './gateway.ts';
import { answer, type HostileUpstream, startHostile } from './hostile.ts';

const callersKey = 'callers-own-key-0123456789abcdef';
const whoami = {
  data: { type: 'whoami', organization_id: 'remote-organization', api_key_name: 'laptop', new_field: 1 },
};
const page = { data: [], pagination: { next_cursor: null, has_next: false, limit: 50 }, filters: { order_by: 'name' } };

let upstream: HostileUpstream;
let server: TestServer;
beforeAll(async () => {
  upstream = await startHostile();
  server = await startOn(
    {},
    'sqlite',
    { ms: 0 },
    {
      settings: { UPSTREAM_URL: `${upstream.url}/v2`, UPSTREAM_AUTH: 'passthrough', RATE_LIMIT_PER_MINUTE: '100000' },
      deadlines: shortDeadlines,
      isForeign: true,
      adopt: async () => undefined,
      stop: () => upstream.stop(),
    },
  );
});
afterAll(() => server.stop());

/** Knows one key. */
function knows(key: string): HostileUpstream['behave'] {
  return (request, response) => {
    if (request.headers.authorization !== `Bearer ${key}`)
      answer(response, 401, { code: 'UNAUTHORIZED', detail: 'Who?' });
    else if (request.url === '/v2/whoami') answer(response, 200, whoami);
    else answer(response, 200, page);
  };
}

const list = (key = callersKey) => server.call('GET', '/v2/creators', { key });
const targets = () => upstream.received.map(({ target }) => target);

/** Beyond what is remembered. */
function later(): void {
  server.ahead.ms += 10_000;
  upstream.received.length = 0;
  upstream.behave = knows(callersKey);
}

describe('a caller’s own key', () => {
  it('is checked by the upstream, and forwarded', async () => {
    later();
    expect((await list()).status).toBe(200);
    expect(targets()).toEqual(['/v2/whoami', '/v2/creators']);
    for (const { headers } of upstream.received) expect(headers.authorization).toBe(`Bearer ${callersKey}`);
  });

  it('is remembered for 10 s, and asked about once by requests that come together', async () => {
    later();
    await Promise.all([list(), list(), list()]);
    server.ahead.ms += 7_000;
    await list();
    expect(targets().filter((target) => target === '/v2/whoami')).toHaveLength(1);
    server.ahead.ms += 3_000;
    await list();
    expect(targets().filter((target) => target === '/v2/whoami')).toHaveLength(2);
  });

  it('that the upstream does not know is the caller’s 401, and a refusal ends what is remembered', async () => {
    later();
    expect((await list('somebody-elses-key')).status).toBe(401);
    expect(targets()).toEqual(['/v2/whoami']);
    await list();
    upstream.behave = knows('no longer that key');
    const refused = await list();
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([401, 'UNAUTHORIZED', 'Who?']);
    upstream.received.length = 0;
    expect((await list()).status).toBe(401);
    expect(targets()).toEqual(['/v2/whoami']);
  });

  it('that cannot be a key asks nobody', async () => {
    later();
    for (const key of ['short', 'x'.repeat(600)]) expect((await list(key)).status).toBe(401);
    expect(targets()).toEqual([]);
  });

  it('that the upstream cannot judge now is neither right nor wrong', async () => {
    later();
    upstream.behave = (_, response) => answer(response, 500, 'x', { 'Content-Type': 'text/plain' });
    const { status, body } = await list();
    expect([status, body.code]).toEqual([502, 'UPSTREAM_ERROR']);
    upstream.behave = knows(callersKey);
    await vi.waitFor(async () => expect((await list()).status).toBe(200), { timeout: 10_000, interval: 20 });
  });

  it('is told by our own whoami whose it is', async () => {
    later();
    const { body } = await server.call('GET', '/v2/whoami', { key: callersKey });
    expect(body.data).toMatchObject({ organization_id: 'remote-organization', api_key_name: 'laptop' });
  });

  it('is stored nowhere', async () => {
    later();
    await list();
    await server.call('POST', '/v2/creators', {
      key: callersKey,
      body: { name: 'x' },
      headers: { 'Idempotency-Key': 'one' },
    });
    for (const file of await readdir(server.folder)) {
      expect((await readFile(join(server.folder, file))).includes(callersKey), file).toBe(false);
    }
    expect(server.log()).not.toContain(callersKey);
  });
});

describe('what the upstream decides', () => {
  it('is the scope: its refusal reaches the caller', async () => {
    later();
    const well = upstream.behave;
    upstream.behave = (request, response) => {
      if (request.method !== 'POST') well(request, response);
      else answer(response, 403, { code: 'INSUFFICIENT_SCOPE', detail: 'This needs the scope write.' });
    };
    const { status, body } = await server.call('POST', '/v2/creators', { key: callersKey, body: { name: 'x' } });
    expect([status, body.code, body.detail]).toEqual([403, 'INSUFFICIENT_SCOPE', 'This needs the scope write.']);
  });

  it('is not what is listed: all tools of what it may have', async () => {
    later();
    const names = await tools('?tools=all');
    expect(names).toEqual(
      catalog.map(({ name }) => name).filter((name) => !/_settings$|get_usage|query_metrics|push_snapshots/.test(name)),
    );
  });

  it('is not read_only: that holds here', async () => {
    later();
    expect(await tools('?tools=all&read_only=true')).not.toContain('create_creator');
    const result = await rpc('?read_only=true', 'tools/call', { name: 'create_creator', arguments: { name: 'x' } });
    expect(result.structuredContent).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
    expect(targets().filter((target) => target !== '/v2/whoami')).toEqual([]);
  });
});

describe('idempotency', () => {
  it('is ours: a retry gets the first answer without asking again', async () => {
    later();
    const data = {
      id: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01',
      type: 'creator',
      name: 'Ana',
      is_active: true,
      metadata: {},
      created_at: '2026-01-01T00:00:00Z',
      accounts_summary: { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 },
    };
    const well = upstream.behave;
    upstream.behave = (request, response) => {
      if (request.method === 'POST') answer(response, 201, { data }, { Location: '/v2/creators/1' });
      else well(request, response);
    };
    const create = () =>
      server.call('POST', '/v2/creators', {
        key: callersKey,
        body: { name: 'Ana' },
        headers: { 'Idempotency-Key': 'again' },
      });
    const [first, second] = [await create(), await create()];
    expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect(second.text).toBe(first.text);
    expect(upstream.received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

async function rpc(search: string, method: string, params = {}) {
  const response = await fetch(`${server.url}/mcp${search}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${callersKey}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result } = JSON.parse(await response.text());
  return result;
}

async function tools(search: string): Promise<string[]> {
  const { tools: listed } = await rpc(search, 'tools/list');
  return listed.map(({ name }: { name: string }) => name);
}
