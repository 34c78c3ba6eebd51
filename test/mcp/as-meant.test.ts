import { describe, expect, it } from 'vitest';
import { type Asked, ask, headersOf, message, post } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

const at = mcpServer();
const eras = ['legacy', 'modern'] as const;
const request = (asked: Omit<Asked, 'at'>): Asked => ({ at: at(), ...asked });

/** A message of the old era as it stands, and what came of it. */
async function legacy(body: unknown) {
  const response = await post(at().url, body, headersOf(request({ era: 'legacy', method: '' })));
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

describe('what is said to be nothing', () => {
  const lists = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

  it.each(lists)('counts as left out of %s', async (method) => {
    const plain = (await legacy({ jsonrpc: '2.0', id: 1, method })).body;
    expect(plain).toHaveProperty('result');
    const nothings = [
      null,
      [],
      {},
      { cursor: null },
      { cursor: '' },
      { _meta: null },
      { _meta: { progressToken: null } },
    ];
    for (const params of nothings) {
      const { status, body } = await legacy({ jsonrpc: '2.0', id: 1, method, params });
      expect([params, status, body]).toEqual([params, 200, plain]);
    }
  });

  it.each(eras)('counts as left out of a call and a prompt (%s)', async (era) => {
    for (const args of [null, [], '', {}]) {
      const { body } = await ask(request({ era, method: 'tools/call', params: { name: 'get_meta', arguments: args } }));
      expect(body.result).toHaveProperty('structuredContent.data.type', 'api_meta');
    }
    const params = { name: 'weekly_digest', arguments: { focus: null } };
    expect((await ask(request({ era, method: 'prompts/get', params }))).body.result).toHaveProperty('messages');
  });

  it('is no value for what is needed', async () => {
    for (const params of [{ name: null }, { name: 'get_meta', arguments: 7 }, { name: 'get_meta', arguments: ['x'] }]) {
      const { body } = await legacy({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      expect([params, body.error?.code]).toEqual([params, -32602]);
    }
    expect((await legacy({ jsonrpc: '2.0', id: 1, method: 'ping', params: 7 })).status).toBe(400);
  });
});

describe('arguments as one text', () => {
  it.each(eras)('are read where they are an object (%s)', async (era) => {
    const params = { name: 'list_accounts', arguments: '{"limit":"2","fields":"id"}' };
    const { body } = await ask(request({ era, method: 'tools/call', params }));
    expect(body.result).toHaveProperty('structuredContent.pagination.limit', 2);
  });

  it.each(['{"limit":', '[1]', '"x"', 'limit=2', '7'])('are refused as %j', async (args) => {
    const { body } = await ask(request({ method: 'tools/call', params: { name: 'list_accounts', arguments: args } }));
    expect(body.error).toMatchObject({ code: -32602, message: expect.stringContaining('arguments') });
  });
});

describe('members beside those of JSON-RPC', () => {
  it.each(eras)('are ignored (%s)', async (era) => {
    const asked = request({ era, method: 'tools/list' });
    const body = { ...message(asked), traceparent: '00-1-2-3', tracestate: null, extra: { a: 1 } };
    const response = await post(at().url, body, headersOf(asked));
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { id: 1, result: { tools: expect.any(Array) } },
    ]);
  });
});

describe('a byte order mark', () => {
  const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

  it('is skipped once before a message, and an error elsewhere', async () => {
    expect((await legacy(`\ufeff${ping}`)).body).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    for (const text of [`\ufeff\ufeff${ping}`, `${ping}\ufeff`, ping.replace(',', ',\ufeff')]) {
      expect((await legacy(text)).body.error?.code).toBe(-32700);
    }
  });

  it('is skipped before a REST body', async () => {
    const key = at().keys.write.fullKey;
    const headers = { 'Content-Type': 'application/json' };
    const send = (rawBody: string) => at().server.call('POST', '/v2/creators', { key, rawBody, headers });
    expect((await send('\ufeff{"name":"\ufeffMarked"}')).body.data).toMatchObject({ name: 'Marked' });
    expect((await send('\ufeff\ufeff{"name":"x"}')).status).toBe(400);
  });
});

describe('the specification’s SHOULDs', () => {
  it('an answer as SSE tells proxies to pass it on at once', async () => {
    for (const era of eras) {
      const asked = request({ era, method: 'tools/list', headers: { accept: 'text/event-stream' } });
      const response = await post(at().url, message(asked), headersOf(asked));
      expect([response.headers.get('content-type'), response.headers.get('x-accel-buffering')]).toEqual([
        'text/event-stream',
        'no',
      ]);
    }
  });

  it('an unknown resource is −32002 in the old era and −32602 in the new, with its address', async () => {
    const uri = 'creatoraudit://nope';
    for (const [era, code] of [
      ['legacy', -32002],
      ['modern', -32602],
    ] as const) {
      const { body } = await ask(request({ era, method: 'resources/read', params: { uri } }));
      expect(body.error).toMatchObject({ code, data: { uri } });
    }
  });

  it.each(eras)('an unknown prompt cannot be completed, and no list takes a cursor (%s)', async (era) => {
    const argument = { name: 'first', value: '' };
    for (const ref of [
      { type: 'ref/prompt', name: 'nope' },
      { type: 'ref/prompt', name: '__proto__' },
      { type: 'ref/resource', uri: 'creatoraudit://{x}' },
    ]) {
      const { body } = await ask(request({ era, method: 'completion/complete', params: { ref, argument } }));
      expect([ref, body.error?.code]).toEqual([ref, -32602]);
    }
    const { body } = await ask(request({ era, method: 'resources/templates/list', params: { cursor: 'x' } }));
    expect(body.error?.code).toBe(-32602);
  });

  it('what the protocol’s own schema refuses is said in words of ours', async () => {
    for (const [method, params] of [
      ['initialize', { protocolVersion: 1 }],
      ['prompts/get', { name: 'weekly_digest', arguments: { focus: 7 } }],
      ['resources/read', { uri: 7 }],
      ['completion/complete', { ref: { type: 'x' } }],
    ] as const) {
      const { body } = await legacy({ jsonrpc: '2.0', id: 1, method, params });
      expect([method, body.error.code]).toEqual([method, -32602]);
      expect(body.error.message).not.toMatch(/expected|Invalid input|received/);
    }
  });
});
