import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { removeUpstreamKey } from '../../src/upstream/keys/stored-keys.ts';
import { setKey, startGateway, testGateway, upstreamKey } from './gateway.ts';
import { answer, emptyPage, startHostile } from './hostile.ts';

const at = testGateway({ METRICS_PORT: '0' });
const list = (options = {}) => at().server.call('GET', '/v2/creators', { key: at().key, ...options });

describe('the gateway’s own key', () => {
  it('is all that the upstream is sent of keys, with the request id along', async () => {
    await list({ headers: { 'X-Request-ID': 'mine-1', Cookie: 'a=b', 'X-API-Key': at().key } });
    const [received] = at().upstream.received;
    expect(received?.headers).toMatchObject({ authorization: `Bearer ${upstreamKey}`, 'x-request-id': 'mine-1' });
    expect(JSON.stringify(received)).not.toContain(at().key);
    expect(received?.headers.cookie).toBeUndefined();
  });

  it('is kept sealed, and is in no log', async () => {
    await list();
    const { server } = at();
    const rows = await server.context.store.read.selectFrom('upstream_keys').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(upstreamKey);
    expect(rows[0]?.masked_key).toBe('remo…mnop');
    for (const file of ['store.db', 'creatoraudit.db', 'creatoraudit.db-wal']) {
      const content = await readFile(`${server.folder}/${file}`).catch(() => Buffer.alloc(0));
      expect(content.includes(upstreamKey)).toBe(false);
    }
    expect(server.log()).not.toContain(upstreamKey);
  });

  it('is replaced without a restart', async () => {
    const { server, upstream } = at();
    await list();
    await setKey(server.context, server.organizationId, 'another-key-of-the-upstream');
    server.ahead.ms += 1_000;
    await list();
    expect(upstream.received.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${upstreamKey}`,
      'Bearer another-key-of-the-upstream',
    ]);
    await setKey(server.context, server.organizationId, upstreamKey);
    server.ahead.ms += 1_000;
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
  ])('refused with %i is the operator’s trouble: 502, a metric, a log line', async (status, code) => {
    at().upstream.behave = (_, response) => answer(response, status, { code, detail: 'no' });
    const { body, status: answered, headers } = await list();
    expect([answered, body.code]).toEqual([502, 'UPSTREAM_ERROR']);
    expect(body.detail).toContain('npm run -s upstream -- set-key');
    expect(headers.has('www-authenticate')).toBe(false);
    expect(at().server.log()).toContain('upstream refuses the key of this gateway');
    expect((await at().server.call('GET', '/v2/health')).body.data.upstream.state).toBe('key_refused');
    const text = await (await fetch(at().server.running.metricsUrl ?? '')).text();
    expect(text).toMatch(/^creatoraudit_upstream_key_refused_total [1-9]/m);
    at().upstream.behave = (_, response) => answer(response, 200, emptyPage);
    await list();
    expect((await at().server.call('GET', '/v2/health')).body.data.upstream.state).toBe('ready');
  });

  it('lets only those scopes out that the caller has', async () => {
    const reader = await at().server.key({ scopes: ['read'] });
    const refused = await at().server.call('POST', '/v2/creators', { key: reader, body: { name: 'x' } });
    expect([refused.status, refused.body.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect((await at().server.call('GET', '/v2/creators')).status).toBe(401);
    expect(at().upstream.received).toEqual([]);
    expect((await at().server.call('GET', '/v2/creators', { key: reader })).status).toBe(200);
  });

  it('of one organization is not another’s', async () => {
    const { server, upstream } = at();
    const organizationId = await server.organization('Other');
    await setKey(server.context, organizationId, 'key-of-the-other-organization');
    await server.call('GET', '/v2/creators', { key: await server.key({ organizationId }) });
    expect(upstream.received.at(-1)?.headers.authorization).toBe('Bearer key-of-the-other-organization');
  });
});

describe('an answer', () => {
  it('passes with fields that nobody here knows', async () => {
    const body = { ...emptyPage, brand_new: { a: 1 }, pagination: { ...emptyPage.pagination, more: true } };
    at().upstream.behave = (_, response) => answer(response, 200, body);
    const response = await fetch(`${at().server.url}/v2/creators`, {
      headers: { Authorization: `Bearer ${at().key}` },
    });
    expect(await response.json()).toEqual(body);
  });

  it('that has not changed costs a 304, per organization and key', async () => {
    const { server, upstream } = at();
    const conditions: unknown[] = [];
    upstream.behave = (incoming, response) => {
      const condition = incoming.headers['if-none-match'];
      conditions.push(condition);
      if (condition === '"v1"') response.writeHead(304, { ETag: '"v1"' }).end();
      else answer(response, 200, { ...emptyPage, pagination: { ...emptyPage.pagination, limit: 7 } }, { ETag: '"v1"' });
    };
    const query = '/v2/creators?limit=7';
    const first = await server.call('GET', query, { key: at().key });
    const second = await server.call('GET', query, { key: at().key });
    expect(second.text).toBe(first.text);
    const organizationId = await server.organization('Third');
    await setKey(server.context, organizationId, upstreamKey);
    await server.call('GET', query, { key: await server.key({ organizationId }) });
    expect(conditions).toEqual([undefined, '"v1"', undefined]);
  });

  it.each([
    ['/v2/creators/7', '/v2/creators/7'],
    ['/v2/elsewhere/../creators/7', '/v2/creators/7'],
    ['https://evil.example/v2/creators/7', '/v2/creators/7'],
    ['/login', '/v2/creators/4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01'],
    ['//evil.example/x', '/v2/creators/4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01'],
    ['http://[', '/v2/creators/4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01'],
  ])('has the Location %s only below our own host', async (location, shown) => {
    const data = {
      id: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01',
      type: 'creator',
      name: 'Ana',
      is_active: true,
      metadata: {},
      accounts_summary: { total: 0, platforms: { instagram: 0, tiktok: 0 }, total_followers: 0 },
    };
    at().upstream.behave = (_, response) => answer(response, 201, { data }, { Location: location });
    const response = await fetch(`${at().server.url}/v2/creators`, {
      method: 'POST',
      body: '{"name":"Ana"}',
      headers: { Authorization: `Bearer ${at().key}`, 'Content-Type': 'application/json' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(at().server.url + shown);
  });

  it('to whoami and meta is our own, and asks nobody', async () => {
    const whoami = await at().server.call('GET', '/v2/whoami', { key: at().key });
    expect(whoami.body.data.organization_id).toBe(at().server.organizationId);
    const meta = await at().server.call('GET', '/v2/meta');
    expect(meta.body.data.docs_url).toContain(at().server.url);
    expect(at().upstream.received).toEqual([]);
  });
});

describe('without an upstream key', () => {
  it('the gateway starts, says so, and asks nobody', async () => {
    const { server, upstream, key } = await startGateway(await startHostile(), {}, { hasKey: false });
    expect(server.running.upstream).toMatchObject({ auth: 'gateway', needsKey: true });
    expect((await server.call('GET', '/v2/health')).body.data.upstream.state).toBe('no_key');
    const refused = await server.call('GET', '/v2/creators', { key });
    expect([refused.status, refused.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(refused.body.detail).toContain('npm run -s upstream -- set-key');
    await setKey(server.context, server.organizationId, upstreamKey);
    expect((await server.call('GET', '/v2/creators', { key })).status).toBe(200);
    await removeUpstreamKey(server.context.store, server.organizationId);
    server.ahead.ms += 1_000;
    expect((await server.call('GET', '/v2/creators', { key })).status).toBe(503);
    expect(upstream.received).toHaveLength(1);
    await server.stop();
  });
});
