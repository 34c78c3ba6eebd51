import { describe, expect, it } from 'vitest';
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

describe('behind a proxy of our own', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: 'on' });

  it('the last hop is the address, whatever stands before it', async () => {
    at().freshMinute();
    const from = (hops: string) =>
      at().call('GET', '/v2/whoami', { key: wrong(), headers: { 'X-Forwarded-For': hops } });
    expect((await from('198.51.100.1')).status).toBe(401);
    expect((await from('8.8.8.8, 198.51.100.1')).status).toBe(429);
    expect((await from('198.51.100.1, 198.51.100.2')).status).toBe(401);
    expect((await from('2001:db8:1:2:3::4')).status).toBe(401);
    expect((await from('2001:db8:1:2::ffff')).status).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(401);
  });
});
