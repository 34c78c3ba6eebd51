import { describe, expect, it } from 'vitest';
import { allOperations, operations } from '../../src/contract/operations.ts';
import { rawInputOf } from '../../src/mcp/call/operation-arguments.ts';
import { UnsettledWrites } from '../../src/upstream/writes/unsettled-writes.ts';
import { callTool } from '../mcp/ask.ts';
import type { McpServer } from '../mcp/mcp-server.ts';
import { calls } from '../mcp/workable-calls.ts';
import { type RemoteId, remoteIds } from './dialects/dialects.ts';
import { documented, ids } from './dialects/documented.ts';
import { testGateway } from './gateway.ts';
import { answer, type HostileUpstream } from './hostile.ts';

const at = testGateway({}, { connect: 2_000, headers: 500, total: 1_200, probe: 20 });
/** An upstream without a document is not asked for what is ours. */
const writes = remoteIds.filter((id) => operations[id].scope === 'write' && !('ours' in operations[id]));

function mcp(key = at().key): McpServer {
  const made = { fullKey: key, keyId: 'key' };
  return { server: at().server, url: `${at().server.url}/mcp`, keys: { read: made, write: made } };
}

const tool = (name: RemoteId, args = calls[name](ids), key?: string) => callTool({ at: mcp(key), name, args });
const keysSent = () => at().upstream.received.map(({ headers }) => headers['idempotency-key']);
const well: (id: RemoteId) => HostileUpstream['behave'] = (id) => (_, response) => {
  const { status, body } = documented[id];
  if (body === null) response.writeHead(status).end();
  else answer(response, status, body);
};

const unknown: [string, HostileUpstream['behave']][] = [
  ['breaks off', (request) => request.socket.destroy()],
  ['never answers', () => undefined],
  ['fails', (_, response) => answer(response, 500, { code: 'INTERNAL_ERROR', detail: 'Theirs.' })],
  ['fails in HTML', (_, response) => answer(response, 502, '<html>', { 'Content-Type': 'text/html' })],
];

describe.each(unknown)('a write whose upstream %s', (_name, behave) => {
  it('says that nobody knows, and carries the same idempotency key once more', async () => {
    at().upstream.behave = behave;
    const failed = await tool('create_creator', { name: `Ana ${_name}` });
    expect(failed.isError).toBe(true);
    expect(failed.structure.detail).toMatch(/unknown\. Send exactly the same call again within 10 minutes/);
    at().upstream.behave = well('create_creator');
    expect((await tool('create_creator', { name: `Bea ${_name}` })).isError).toBe(false);
    expect((await tool('create_creator', { name: `Ana ${_name}` })).isError).toBe(false);
    expect((await tool('create_creator', { name: `Ana ${_name}` })).isError).toBe(false);
    const [first, other, again, later] = keysSent();
    expect(first).toMatch(/^.{20,}$/);
    expect(again).toBe(first);
    expect(new Set([first, other, later]).size).toBe(3);
  });
});

describe('an idempotency key', () => {
  it.each(writes)('goes with %s, fresh each time', async (id) => {
    at().upstream.behave = well(id);
    for (let round = 0; round < 2; round += 1) expect((await tool(id)).isError).toBe(false);
    expect(new Set(keysSent()).size).toBe(2);
    expect(keysSent().every((key) => key !== undefined && key.length <= 255)).toBe(true);
  });

  it('goes with no read', async () => {
    at().upstream.behave = well('get_account_metrics');
    await tool('get_account_metrics');
    expect(keysSent()).toEqual([undefined]);
  });

  it('is not that of another API key, of another body, or of ten minutes ago', async () => {
    const other = await at().server.key();
    at().upstream.behave = (request) => request.socket.destroy();
    await tool('create_creator', { name: 'Cleo' });
    at().upstream.behave = well('create_creator');
    await tool('create_creator', { name: 'Cleo' }, other);
    await tool('create_creator', { name: 'Cleo', is_active: false });
    at().server.ahead.ms += 10 * 60_000 + 1_000;
    await tool('create_creator', { name: 'Cleo' });
    expect(new Set(keysSent()).size).toBe(4);
  });

  it('stays through a refusal of the moment, and goes with one of the write', async () => {
    const say = (status: number, code: string): HostileUpstream['behave'] => {
      return (_, response) => answer(response, status, { code, detail: 'x' });
    };
    for (const behave of [
      say(500, 'INTERNAL_ERROR'),
      say(429, 'RATE_LIMITED'),
      say(409, 'CONFLICT'),
      say(409, 'CONFLICT'),
    ]) {
      at().upstream.behave = behave;
      await tool('create_creator', { name: 'Dora' });
    }
    const [failed, limited, refused, after] = keysSent();
    expect([limited, refused]).toEqual([failed, failed]);
    expect(after).not.toBe(failed);
  });
});

const unreadable: [string, number, string, string][] = [
  ['no body', 200, '', 'application/json'],
  ['nothing at all', 204, '', ''],
  ['HTML', 201, '<html>', 'text/html'],
  ['broken JSON', 201, '{"data":{', 'application/json'],
  ['null', 200, 'null', 'application/json'],
  ['a list', 202, '[1]', 'application/json'],
];

describe.each(unreadable)('a write that was done and answered with %s', (_name, status, body, type) => {
  it.each(writes)('is a success of %s over REST and MCP', async (id) => {
    at().upstream.behave = (_, response) => {
      response.writeHead(status, type === '' ? {} : { 'Content-Type': type }).end(status === 204 ? undefined : body);
    };
    const { structure, isError } = await tool(id);
    const hasBody = documented[id].body !== null;
    expect(isError).toBe(false);
    expect(structure).toMatchObject(
      hasBody ? { data: null, note: expect.stringMatching(/do not do it again/) } : { done: true },
    );
    const { method, path } = operations[id];
    const { params, body: sent } = rawInputOf(operations[id], calls[id](ids));
    const target = `/v2${path.replace(/\{(\w+)\}/g, (_, param: string) => String(params[param]))}`;
    const answered = await at().server.call(method, target, {
      key: at().key,
      ...(sent !== undefined && { body: sent }),
    });
    expect(answered.status).toBeLessThan(300);
    if (hasBody) expect(answered.body.data).toBeNull();
    // Whoever asks again all the same does it under the same key.
    const [first, again] = keysSent();
    if (hasBody) expect(again).toBe(first);
  });
});

describe('with UPSTREAM_AUTH=passthrough', () => {
  const passing = testGateway({ UPSTREAM_AUTH: 'passthrough' });

  it('each caller’s key keeps its own', async () => {
    const { upstream, server } = passing();
    const whoami = { data: { type: 'whoami', organization_id: 'theirs', api_key_name: 'laptop' } };
    let isWell = false;
    upstream.behave = (request, response) => {
      if (request.url === '/v2/whoami') answer(response, 200, whoami);
      else if (isWell) well('create_creator')(request, response);
      else answer(response, 500, { code: 'INTERNAL_ERROR', detail: 'Theirs.' });
    };
    const create = (key: string) => server.call('POST', '/v2/creators', { key, body: { name: 'Ana' } });
    const failed = await create('their-key-0123456789');
    expect(failed.body.detail).toMatch(/Send exactly the same call again/);
    isWell = true;
    expect((await create('another-key-0123456789')).status).toBe(201);
    expect((await create('their-key-0123456789')).status).toBe(201);
    const sent = upstream.received.filter(({ method }) => method === 'POST');
    const [first, other, again] = sent.map(({ headers }) => headers['idempotency-key']);
    expect([again, other === first]).toEqual([first, false]);
  });
});

describe('what is remembered of writes', () => {
  it('is bounded, and nobody pushes out what belongs to another key', () => {
    const unsettled = new UnsettledWrites(() => 0, { callers: 3, each: 5 });
    unsettled.keep('quiet', 'write', 'kept');
    for (let write = 0; write < 1_000; write += 1) unsettled.keep('loud', `write ${write}`, 'key');
    expect([unsettled.keyOf('quiet', 'write'), unsettled.size]).toEqual(['kept', 6]);
    for (let caller = 0; caller < 1_000; caller += 1) unsettled.keep(`caller ${caller}`, 'write', 'key');
    expect(unsettled.size).toBe(3);
  });
});

it('every write of the contract is among them', () => {
  const all = allOperations.filter(({ scope, ours }) => scope === 'write' && ours === undefined).map(({ id }) => id);
  expect([...writes].sort()).toEqual([...all].sort());
});
