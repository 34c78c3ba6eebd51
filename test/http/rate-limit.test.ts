import { describe, expect, it } from 'vitest';
import type { TestServer } from '../server/start-test-server.ts';
import { testServer } from '../server/test-server.ts';

const rpc = (method: string, params: object = {}) => ({ jsonrpc: '2.0', id: 1, method, params });
const wrong = () => `ca_live_${Math.random().toString(36).slice(2).padEnd(49, '0')}`;

describe('the rate limit of a key', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '3' });

  it('counts down, refuses with Retry-After and begins anew with the next minute', async () => {
    const key = await at().key();
    at().freshMinute();
    const remaining: (string | null)[] = [];
    for (let index = 0; index < 3; index++) {
      const answer = await at().call('GET', '/v2/whoami', { key });
      remaining.push(answer.headers.get('x-ratelimit-remaining'));
    }
    expect(remaining).toEqual(['2', '1', '0']);
    const over = await at().call('GET', '/v2/whoami', { key });
    expect([over.status, over.body.code, over.headers.get('x-ratelimit-remaining')]).toEqual([
      429,
      'RATE_LIMITED',
      '0',
    ]);
    const reset = Number(over.headers.get('x-ratelimit-reset')) * 1000;
    expect(Math.abs(reset - at().context.now() - Number(over.headers.get('retry-after')) * 1000)).toBeLessThan(1500);
    at().ahead.ms += 60_000;
    expect((await at().call('GET', '/v2/whoami', { key })).status).toBe(200);
  });

  it("is no other key's, and is told to a tool call in the tool's own way", async () => {
    const [key, other] = [await at().key(), await at().key()];
    at().freshMinute();
    for (let index = 0; index < 3; index++) await at().call('GET', '/v2/whoami', { key });
    expect((await at().call('GET', '/v2/whoami', { key: other })).status).toBe(200);
    const list = await at().call('POST', '/mcp', { key, body: rpc('tools/list') });
    expect([list.status, list.body.code, list.headers.has('retry-after')]).toEqual([429, 'RATE_LIMITED', true]);
    const tool = await at().call('POST', '/mcp', {
      key,
      body: rpc('tools/call', { name: 'get_api_key_info', arguments: {} }),
    });
    expect([tool.status, tool.body.result.isError, tool.headers.has('retry-after')]).toEqual([200, true, true]);
  });
});

describe('failed authentication', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '4' });

  it('is limited per address, and a valid key from there is served', async () => {
    const key = await at().key();
    at().freshMinute();
    const statuses: number[] = [];
    for (let index = 0; index < 6; index++)
      statuses.push((await at().call('GET', '/v2/whoami', { key: wrong() })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect((await at().call('GET', '/v2/whoami', { key })).status).toBe(200);
    expect((await at().call('GET', '/v2/whoami')).status).toBe(401);
    const spoofed = { 'X-Forwarded-For': '203.0.113.9' };
    expect((await at().call('GET', '/v2/whoami', { key: wrong(), headers: spoofed })).status).toBe(429);
  });
});

/** Whether two requests with wrong keys, one after the other, are counted as of one address. */
async function areOne(server: TestServer, first: Headers, second: Headers): Promise<boolean> {
  server.freshMinute();
  const from = async (headers: Headers) => (await server.call('GET', '/v2/whoami', { key: wrong(), headers })).status;
  expect(await from(first)).toBe(401);
  return (await from(second)) === 429;
}

type Headers = Record<string, string | string[]>;

describe('behind a proxy of our own', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: 'on' });
  const hop = (value: string | string[]): Headers => ({ 'X-Forwarded-For': value });

  it('the last hop is the address, whatever stands before it', async () => {
    at().freshMinute();
    const from = (hops: string) => at().call('GET', '/v2/whoami', { key: wrong(), headers: hop(hops) });
    expect((await from('198.51.100.1')).status).toBe(401);
    expect((await from('8.8.8.8, 198.51.100.1')).status).toBe(429);
    expect((await from('198.51.100.1, 198.51.100.2')).status).toBe(401);
    expect((await from('2001:db8:1:2:3::4')).status).toBe(401);
    expect((await from('2001:db8:1:2::ffff')).status).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(401);
  });

  it.each([
    ['203.0.113.9:40001', '203.0.113.9:40002'],
    ['203.0.113.9:40001', '203.0.113.9'],
    ['"203.0.113.9:40001"', '203.0.113.9'],
    ['[2001:db8::1]:40001', '[2001:db8::1]:40002'],
    ['[2001:db8::1]', '2001:db8::2'],
    ['"[2001:db8::1]:1"', '2001:0DB8:0:0::9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    [['8.8.8.8', '203.0.113.9:1'], '203.0.113.9:2'],
    // None of these is an address: they are counted as the proxy's own.
    ['unknown', '_made-up'],
    ['', 'a'.repeat(500)],
    ['1.2.3.4:x', '[1.2.3.4]:5'],
  ] as const)('%j and %j are one address', async (first, second) => {
    const list = (value: string | readonly string[]) => hop(typeof value === 'string' ? value : [...value]);
    expect(await areOne(at(), list(first), list(second))).toBe(true);
  });

  it('the other header is not read, whatever it says', async () => {
    expect(await areOne(at(), { Forwarded: 'for=203.0.113.1' }, { Forwarded: 'for=203.0.113.2' })).toBe(true);
    expect(await areOne(at(), { ...hop('203.0.113.1'), Forwarded: 'for=203.0.113.3' }, hop('203.0.113.2'))).toBe(false);
  });
});

describe('behind a proxy that says Forwarded', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: 'forwarded' });
  const forwarded = (value: string | string[]): Headers => ({ Forwarded: value });

  it.each([
    ['for=192.0.2.60;proto=http;by=203.0.113.43', 'for=192.0.2.60'],
    ['For="192.0.2.60:4711"', 'proto=https; FOR=192.0.2.60'],
    ['for="[2001:db8:cafe::17]:4711"', 'for="[2001:db8:cafe::99]"'],
    ['for=192.0.2.1, for=192.0.2.60', 'for="a,for=192.0.2.2;\\"", for=192.0.2.60'],
    ['for="\\192.0.2.60"', 'for=192.0.2.60'],
    [['for=192.0.2.1', 'for=192.0.2.60'], 'for=192.0.2.60'],
    // What somebody left open in a line of their own takes nothing from the proxy's.
    [['for="192.0.2.1', 'for=192.0.2.60'], 'for=192.0.2.60'],
    // A host that somebody chose is no address, quoted or not.
    ['for=192.0.2.60;host="x, for=192.0.2.2"', 'host="\\", for=192.0.2.3";for=192.0.2.60'],
    // None of these says an address: they are counted as the proxy's own.
    ['for=unknown', 'for=_hidden'],
    ['for="_SEVKISEK:_port"', 'for=_other'],
    ['for="192.0.2.1', 'for="", for=""'],
    ['for=192.0.2.1;for=192.0.2.2', 'for=192.0.2.3 for=192.0.2.4'],
    ['for=192.0.2.1, proto=https', 'for=192.0.2.2,'],
    ['', 'nothing of it'],
  ] as const)('%j and %j are one address', async (first, second) => {
    const list = (value: string | readonly string[]) => forwarded(typeof value === 'string' ? value : [...value]);
    expect(await areOne(at(), list(first), list(second))).toBe(true);
  });

  it.each([
    ['for=192.0.2.1', 'for=192.0.2.2'],
    ['for=192.0.2.1, for=192.0.2.2', 'for=192.0.2.2, for=192.0.2.1'],
    ['for="[2001:db8:1::1]"', 'for="[2001:db8:2::1]"'],
    ['for=unknown', 'for=192.0.2.1'],
  ])('%j and %j are two', async (first, second) => {
    expect(await areOne(at(), forwarded(first), forwarded(second))).toBe(false);
  });

  it('the other header is not read, whatever it says', async () => {
    const [one, two] = [{ 'X-Forwarded-For': '203.0.113.1' }, { 'X-Forwarded-For': '203.0.113.2' }];
    expect(await areOne(at(), one, two)).toBe(true);
  });
});
