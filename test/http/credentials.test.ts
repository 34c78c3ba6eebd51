import { beforeAll, describe, expect, it } from 'vitest';
import { setUrlKeys } from '../../src/organizations/change.ts';
import { testServer } from '../server/test-server.ts';

const at = testServer();
let key = '';
let other = '';
beforeAll(async () => {
  key = await at().key();
  other = await at().key();
});

const unknownKey = `ca_live_${'0'.repeat(49)}`;
const rpc = (method: string) => ({ jsonrpc: '2.0', id: 1, method, params: {} });

describe('a key on /v2', () => {
  const headersOf: readonly [string, (key: string) => Record<string, string>][] = [
    ['x-api-key', (value) => ({ 'x-api-key': value })],
    ['x-auth-token', (value) => ({ 'x-auth-token': value })],
    ['x-creatoraudit-api-key', (value) => ({ 'x-creatoraudit-api-key': value })],
    ['Authorization without its scheme', (value) => ({ Authorization: value })],
    ['Basic', (value) => ({ Authorization: `Basic ${value}` })],
    ['an empty Bearer', () => ({ Authorization: 'Bearer ' })],
  ];
  it.each(headersOf)('in %s is not read', async (_name, headers) => {
    const answer = await at().call('GET', '/v2/whoami', { headers: headers(key) });
    expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHORIZED']);
  });

  it('in the URL is not read, and next to another key is named as a wrong field without its value', async () => {
    expect((await at().call('GET', `/v2/whoami?api_key=${key}`)).status).toBe(401);
    for (const name of ['api_key', '%61pi_key', 'api%5Fkey']) {
      const answer = await at().call('GET', `/v2/whoami?${name}=${key}`, { key });
      expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'api_key']);
      expect(answer.text).not.toContain(key);
    }
  });

  it('twice, and not the same, is 400', async () => {
    const inHeaders = await at().call('GET', '/v2/whoami', { key, headers: { 'x-api-key': other } });
    expect([inHeaders.status, inHeaders.body.code]).toEqual([400, 'BAD_REQUEST']);
    const twice = { Authorization: [`Bearer ${key}`, `Bearer ${other}`] };
    expect((await at().call('GET', '/v2/whoami', { headers: twice })).status).toBe(400);
    expect((await at().call('GET', '/v2/whoami', { key, headers: { 'x-api-key': key } })).status).toBe(200);
  });

  it('that is unknown, mistyped or no key at all is 401', async () => {
    for (const wrong of [unknownKey, `${key.slice(0, -1)}!`, key.toLowerCase(), 'x', 'x'.repeat(5000)]) {
      const answer = await at().call('GET', '/v2/whoami', { key: wrong });
      expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHORIZED']);
      expect(answer.headers.has('x-ratelimit-limit')).toBe(false);
    }
  });

  it('that has expired is 403', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const expiring = await at().key({ expiresAt: soon });
    expect((await at().call('GET', '/v2/whoami', { key: expiring })).status).toBe(200);
    at().ahead.ms = 61_000;
    const answer = await at().call('GET', '/v2/whoami', { key: expiring });
    at().ahead.ms = 0;
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('is checked even where there is no route, but not for an operation that needs no key', async () => {
    expect((await at().call('GET', '/v2/nothing', { key: unknownKey })).status).toBe(401);
    const answer = await at().call('GET', '/v2/nothing', { key });
    expect([answer.status, answer.headers.has('x-ratelimit-limit')]).toEqual([404, true]);
    expect((await at().call('GET', '/v2/health', { key: unknownKey })).status).toBe(200);
  });
});

describe('a key on /mcp', () => {
  const places: readonly [string, (key: string) => { path: string; headers: Record<string, string> }][] = [
    ['Authorization', (value) => ({ path: '/mcp', headers: { Authorization: `bearer ${value}` } })],
    ['x-api-key', (value) => ({ path: '/mcp', headers: { 'X-API-Key': value } })],
    ['x-auth-token with Bearer', (value) => ({ path: '/mcp', headers: { 'x-auth-token': `Bearer ${value}` } })],
    ['x-creatoraudit-api-key', (value) => ({ path: '/mcp', headers: { 'x-creatoraudit-api-key': value } })],
    ['the URL', (value) => ({ path: `/mcp?tools=all&api_key=${value}`, headers: {} })],
    ['the URL, encoded', (value) => ({ path: `/mcp?%61pi_key=${value.replace('_', '%5f')}`, headers: {} })],
  ];
  it.each(places)('is taken from %s', async (_name, place) => {
    const right = place(key);
    const answer = await at().call('POST', right.path, { ...right, body: rpc('tools/list') });
    expect([answer.status, answer.headers.has('x-ratelimit-limit')]).toEqual([200, true]);
    const wrong = place(unknownKey);
    const refused = await at().call('POST', wrong.path, { ...wrong, body: rpc('tools/list') });
    expect([refused.status, refused.body.code, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'UNAUTHORIZED',
      expect.stringMatching(/^Bearer error="invalid_token", error_description="This key is not known/),
    ]);
  });

  it('twice, and not the same, is 400', async () => {
    const answer = await at().call('POST', `/mcp?api_key=${key}`, { key: other, body: rpc('tools/list') });
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe("an organization's rule on keys in URLs", () => {
  const ask = async (path: string, headers: Record<string, string>, name: string) => {
    const body = {
      ...rpc('tools/call'),
      params: { name, arguments: name === 'create_creator' ? { name: 'Ana' } : {} },
    };
    const answer = await at().call('POST', path, { headers, body });
    return [answer.status, answer.body.code ?? answer.body.result.structuredContent.code ?? 'OK'];
  };
  const inUrl = (name: string) => ask(`/mcp?api_key=${key}`, {}, name);
  const inHeader = (name: string) => ask('/mcp', { Authorization: `Bearer ${key}` }, name);
  const inBoth = (name: string) => ask(`/mcp?api_key=${key}`, { 'x-api-key': key }, name);

  it.each([
    ['forbid', [403, 'FORBIDDEN'], [403, 'FORBIDDEN']],
    ['read_only', [200, 'OK'], [200, 'INSUFFICIENT_SCOPE']],
    ['allow', [200, 'OK'], [200, 'OK']],
  ] as const)(
    '%s holds for the URL, a header beside it or not, and for no header alone',
    async (rule, reading, writing) => {
      await setUrlKeys(at().context, at().organizationId, rule);
      await expect.poll(() => inUrl('get_api_key_info'), { timeout: 1_000 }).toEqual(reading);
      await expect.poll(() => inUrl('create_creator'), { timeout: 1_000 }).toEqual(writing);
      expect(await inHeader('create_creator')).toEqual([200, 'OK']);
      expect(await inBoth('create_creator')).toEqual(writing);
    },
  );
});

it('no full key is in any log line', () => {
  const log = at().log();
  expect(log).toContain('"route":"/v2/whoami"');
  for (const secret of [key, other, unknownKey]) expect(log).not.toContain(secret.slice(0, 30));
});
