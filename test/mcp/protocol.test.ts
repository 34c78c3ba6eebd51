import { describe, expect, it } from 'vitest';
import { type Asked, ask, headersOf, message, post } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

const at = mcpServer();

const eras = ['legacy', 'modern'] as const;
const request = (asked: Omit<Asked, 'at'>): Asked => ({ at: at(), ...asked });
const sent = (asked: Asked, headers: Record<string, string>) =>
  post(at().url, message(asked), { ...headersOf(asked), ...headers });

describe('what HTTP refuses', () => {
  it.each(['GET', 'DELETE', 'PUT'])('answers %s with 405: there are no sessions and no stream', async (method) => {
    const response = await fetch(at().url, { method, headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('refuses a body of type %s', async (type) => {
    const response = await post(at().url, '{}', { 'content-type': type });
    expect(response.status).toBe(415);
  });

  it('refuses only an Accept that excludes JSON and SSE both', async () => {
    const asked = request({ method: 'tools/list' });
    expect((await sent(asked, { accept: 'text/html' })).status).toBe(406);
    expect((await sent(asked, { accept: 'application/json;q=0' })).status).toBe(406);
    for (const accept of ['application/json', '*/*', 'application/*', 'text/html, application/json;q=0.5']) {
      const response = await sent(asked, { accept });
      expect([accept, response.status, response.headers.get('content-type')]).toEqual([
        accept,
        200,
        'application/json',
      ]);
    }
  });

  it.each(eras)('answers a %s client that takes SSE only with one event', async (era) => {
    const response = await sent(request({ era, method: 'tools/list' }), { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toMatch(/^event: message\ndata: \{"jsonrpc":"2.0","id":1,"result":.*\}\n\n$/);
  });
});

describe('bodies that are no request', () => {
  it.each([
    ['', -32700],
    ['{"jsonrpc":', -32700],
    ['null', -32600],
    ['"text"', -32600],
    ['[]', -32600],
    ['{}', -32600],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
  ])('answers %j with %d and HTTP 400', async (body, code) => {
    const response = await post(at().url, body, { 'content-type': 'application/json' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code } });
  });
});

describe('2026-07-28', () => {
  it('discovers what the server is, with instructions of at most 512 characters', async () => {
    const { body } = await ask(request({ method: 'server/discover' }));
    expect(body.result).toMatchObject({
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: { listChanged: true }, prompts: {}, resources: {}, completions: {} },
      cacheScope: 'private',
    });
    const instructions = String(body.result?.instructions);
    expect(instructions).toContain('SAMPLE DATA');
    expect(instructions.length).toBeLessThanOrEqual(512);
  });

  it('marks lists as private with a time to live, and identifies itself in a few words', async () => {
    for (const method of ['tools/list', 'prompts/list', 'resources/list']) {
      const { body } = await ask(request({ method }));
      expect(body.result).toMatchObject({
        ttlMs: 300_000,
        cacheScope: 'private',
        resultType: 'complete',
        _meta: {
          'io.modelcontextprotocol/serverInfo': {
            name: 'creatoraudit',
            title: 'CreatorAudit',
            version: expect.any(String),
          },
        },
      });
    }
  });

  it.each([
    ['a missing version header', { 'mcp-protocol-version': undefined }],
    ['another version in the header', { 'mcp-protocol-version': '2025-11-25' }],
    ['a missing method header', { 'mcp-method': undefined }],
    ['another method in the header', { 'mcp-method': 'tools/list' }],
    ['a missing name header', { 'mcp-name': undefined }],
    ['another name in the header', { 'mcp-name': 'delete_account' }],
    ['a name header that is no base64', { 'mcp-name': '=?base64?!?=' }],
  ])('refuses %s with −32020', async (_what, changed) => {
    const asked = request({ method: 'tools/call', params: { name: 'get_api_key_info' } });
    const headers = new Headers(headersOf(asked));
    for (const [name, value] of Object.entries(changed)) {
      if (value === undefined) headers.delete(name);
      else headers.set(name, value);
    }
    const response = await post(at().url, message(asked), Object.fromEntries(headers));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ id: 1, error: { code: -32020 } });
  });

  it('serves an encoded name header', async () => {
    const name = `=?base64?${Buffer.from('get_api_key_info').toString('base64')}?=`;
    const { status, body } = await ask(
      request({ method: 'tools/call', params: { name: 'get_api_key_info' }, headers: { 'mcp-name': name } }),
    );
    expect([status, body.result]).toMatchObject([200, { structuredContent: { data: { type: 'whoami' } } }]);
  });

  it('refuses an unknown revision with −32022 and names the one there is', async () => {
    const asked = request({ method: 'tools/list', headers: { 'mcp-protocol-version': '2030-01-01' } });
    const text = JSON.stringify(message(asked)).replace('2026-07-28', '2030-01-01');
    const response = await post(at().url, text, headersOf(asked));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: -32022, data: { supported: ['2026-07-28'] } } });
  });

  it('refuses a request without its envelope', async () => {
    const asked = request({ method: 'tools/list' });
    const response = await post(at().url, { jsonrpc: '2.0', id: 1, method: 'tools/list' }, headersOf(asked));
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32602 } }]);
  });

  it.each(['initialize', 'ping', 'no/such', 'resources/subscribe', 'logging/setLevel'])(
    'knows no method %s: 404 and −32601',
    async (method) => {
      const { status, body } = await ask(request({ method }));
      expect([status, body.error?.code]).toEqual([404, -32601]);
    },
  );

  it('accepts a notification', async () => {
    const asked = request({ method: 'notifications/initialized' });
    const response = await post(at().url, { jsonrpc: '2.0', method: asked.method }, headersOf(asked));
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  it('refuses a batch', async () => {
    const asked = request({ method: 'tools/list' });
    const response = await post(at().url, [message(asked)], headersOf(asked));
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32600 } }]);
  });
});

describe('the revisions with initialize', () => {
  it.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])('agrees on %s', async (protocolVersion) => {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const { body, headers } = await ask(request({ era: 'legacy', method: 'initialize', params }));
    expect(body.result).toMatchObject({ protocolVersion, serverInfo: { name: 'creatoraudit' } });
    expect(headers.get('mcp-session-id')).toBeNull();
  });

  it('offers its newest to a client that asks for an unknown one', async () => {
    const params = { protocolVersion: '1999-01-01', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const { body } = await ask(request({ era: 'legacy', method: 'initialize', params }));
    expect(body.result).toMatchObject({ protocolVersion: '2025-11-25' });
  });

  it('needs neither a version header nor a session, and ignores a stale one', async () => {
    const { body } = await ask(
      request({ era: 'legacy', method: 'tools/list', headers: { 'mcp-session-id': 'from-before-the-restart' } }),
    );
    expect(body.result).not.toHaveProperty('ttlMs');
    expect(body.result).toHaveProperty('tools');
  });

  it('refuses a version header that it does not know', async () => {
    const { status, body } = await ask(
      request({ era: 'legacy', method: 'tools/list', headers: { 'mcp-protocol-version': '1999-01-01' } }),
    );
    expect([status, body.error?.code]).toEqual([400, -32022]);
  });

  it('refuses discovery and unknown methods', async () => {
    for (const method of ['server/discover', 'no/such']) {
      const { body } = await ask(request({ era: 'legacy', method }));
      expect(body.error?.code).toBe(-32601);
    }
  });

  it('takes notifications and responses without an answer', async () => {
    for (const body of [
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
      { jsonrpc: '2.0', id: 1, result: {} },
    ]) {
      const response = await post(at().url, body, { 'content-type': 'application/json' });
      expect([response.status, await response.text()]).toEqual([202, '']);
    }
  });

  it('answers a batch in its order, and one of notifications with nothing', async () => {
    const ping = (id: unknown) => ({ jsonrpc: '2.0', id, method: 'ping' });
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' };
    const headers = { 'content-type': 'application/json' };
    const answered = await post(at().url, [ping(1), note, ping('b')], headers);
    expect(await answered.json()).toEqual([
      { jsonrpc: '2.0', id: 1, result: {} },
      { jsonrpc: '2.0', id: 'b', result: {} },
    ]);
    expect((await post(at().url, [note], headers)).status).toBe(202);
  });

  it('answers each invalid member of a batch with an error of its own', async () => {
    const sound = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const headers = { 'content-type': 'application/json' };
    const refused = (id: unknown) => ({ jsonrpc: '2.0', id, error: { code: -32600, message: expect.any(String) } });
    const answered = await post(at().url, [7, sound, null, { id: 'x', method: 'ping' }], headers);
    expect([answered.status, await answered.json()]).toEqual([
      200,
      [refused(null), { jsonrpc: '2.0', id: 1, result: {} }, refused(null), refused('x')],
    ]);
    const none = await post(at().url, [1, 2], headers);
    expect(await none.json()).toEqual([refused(null), refused(null)]);
  });

  it('takes no endless batch', async () => {
    const batch = Array.from({ length: 51 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' }));
    expect((await post(at().url, batch, { 'content-type': 'application/json' })).status).toBe(422);
  });
});

describe('requests that run at once', () => {
  it('go back to those who asked, whatever ids they chose', async () => {
    const keyOf = (turn: number) => (turn % 3 === 0 ? 'read' : 'write');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, turn) => {
        const era = eras[turn % 2];
        const key = keyOf(turn);
        return ask({
          at: at(),
          key,
          ...(era && { era }),
          method: 'tools/call',
          params: { name: 'get_api_key_info' },
        });
      }),
    );
    const names = answers.map(({ body }) => JSON.stringify(body.result?.structuredContent));
    names.forEach((text, turn) => {
      expect(text).toContain(`"api_key_name":"${keyOf(turn)}"`);
    });
  });

  it('are not cancelled by a stranger who guesses their ids', async () => {
    const slow = ask(request({ era: 'legacy', method: 'tools/call', params: { name: 'list_account_videos' } }));
    for (let requestId = 0; requestId < 60; requestId += 1) {
      const note = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
      await post(at().url, note, {
        'content-type': 'application/json',
        authorization: `Bearer ${at().keys.read.fullKey}`,
      });
    }
    expect((await slow).body.result).toHaveProperty('structuredContent');
  });
});

describe('a client that goes away', () => {
  it('leaves no failure behind', async () => {
    const asked = request({ method: 'tools/call', params: { name: 'list_account_videos', arguments: { limit: 200 } } });
    const gone = new AbortController();
    const init = {
      method: 'POST',
      headers: headersOf(asked),
      body: JSON.stringify(message(asked)),
      signal: gone.signal,
    };
    const given = Array.from({ length: 8 }, () => fetch(at().url, init).then((response) => response.text()));
    await Promise.race(given);
    gone.abort();
    await Promise.allSettled(given);
    await ask(request({ method: 'tools/list' }));
    expect(at().server.log()).not.toContain('tool failed');
  });
});

describe('the log line of a request', () => {
  it('names tool, era, client and outcome with words of ours', async () => {
    const before = at().server.log().length;
    await ask(request({ method: 'tools/call', params: { name: 'get_api_key_info' } }));
    await ask(request({ era: 'legacy', method: 'tools/call', params: { name: 'ca_live_secret' } }));
    await ask(request({ era: 'legacy', method: 'x/ca_live_secret', headers: { 'user-agent': 'ca_live_abc/9 (x)' } }));
    const log = at().server.log().slice(before);
    const [first, second, third] = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ era: 'modern', rpc: 'tools/call', tool: 'get_api_key_info', client: 'test/1' });
    expect(second).toMatchObject({ era: 'legacy', tool: 'unknown' });
    expect(third).toMatchObject({ rpc: 'unknown' });
    expect(log).not.toContain('ca_live');
  });
});

describe('a key in a wrong place', () => {
  const key = `ca_live_${'A1b2C3d4'.repeat(6)}`;

  it.each([
    ['a tool name', { params: { name: key } }],
    ['a header that disagrees', { params: { name: 'get_help' }, headers: { 'mcp-name': key } }],
    ['a method', { params: {}, method: `x/${key}` }],
    ['an argument', { params: { name: 'get_help', arguments: { topic: key } } }],
    ['a field', { params: { name: 'list_accounts', arguments: { [key]: 1 } } }],
    ['a resource', { method: 'resources/read', params: { uri: `creatoraudit://${key}` } }],
    ['a prompt', { method: 'prompts/get', params: { name: key } }],
  ])('is not echoed: %s', async (_place, asked) => {
    for (const era of eras) {
      const { body } = await ask(request({ era, method: 'tools/call', ...asked }));
      expect(JSON.stringify(body)).not.toContain(key);
    }
  });
});
