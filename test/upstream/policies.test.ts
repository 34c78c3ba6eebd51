import { request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { setKey, testGateway } from './gateway.ts';
import { answer, behaveWell, emptyPage } from './hostile.ts';

/** Long enough that a busy machine does not come near them, and no test waits for one but the circuit's probe. */
const deadlines = { connect: 5_000, headers: 5_000, total: 6_000, probe: 2_500 };
const at = testGateway({ METRICS_PORT: '0' }, deadlines);

const list = (key = at().key) => at().server.call('GET', '/v2/creators', { key });
const create = () => at().server.call('POST', '/v2/creators', { key: at().key, body: { name: 'Ana' } });
const asked = () => at().upstream.received.length;

/** Fails so many times, then behaves well. */
function failing(times: number, status = 503, headers: Record<string, string> = {}): void {
  let left = times;
  at().upstream.behave = (incoming, response) => {
    left -= 1;
    if (left < 0) behaveWell(incoming, response);
    else answer(response, status, { code: 'x' }, headers);
  };
}

async function closed(): Promise<void> {
  at().upstream.behave = behaveWell;
  await vi.waitFor(async () => expect((await list()).status).toBe(200), { timeout: 10_000, interval: 20 });
  at().upstream.received.length = 0;
}

describe('a read', () => {
  it.each([500, 502, 503, 504])('is sent again after %i, at most twice', async (status) => {
    await closed();
    failing(2, status);
    expect((await list()).status).toBe(200);
    expect(asked()).toBe(3);
    failing(3, status);
    expect((await list()).status).toBeGreaterThanOrEqual(500);
    expect(asked()).toBe(6);
  });

  it('is sent again after a cut connection', async () => {
    await closed();
    let isFirst = true;
    at().upstream.behave = (incoming, response) => {
      if (isFirst) incoming.socket.destroy();
      else behaveWell(incoming, response);
      isFirst = false;
    };
    expect((await list()).status).toBe(200);
    expect(asked()).toBe(2);
  });

  it('waits as Retry-After says where that fits the deadline, and else not at all', async () => {
    await closed();
    failing(1, 429, { 'Retry-After': '1' });
    const startedAt = performance.now();
    expect((await list()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(950);
    failing(1, 429, { 'Retry-After': '7' });
    expect((await list()).headers.get('retry-after')).toBe('7');
    failing(1, 429, { 'Retry-After': new Date(Date.now() + 90_000).toUTCString() });
    const later = Number((await list()).headers.get('retry-after'));
    expect(later).toBeGreaterThan(80);
    failing(1, 429);
    expect((await list()).headers.get('retry-after')).toBe('1');
    expect(asked()).toBe(5);
  });

  it('in a POST is a read too', async () => {
    await closed();
    failing(1);
    const body = { account_ids: ['4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01'] };
    await at().server.call('POST', '/v2/accounts/metrics', { key: at().key, body });
    expect(asked()).toBe(2);
  });
});

describe('a write', () => {
  it('is never sent twice', async () => {
    await closed();
    failing(1);
    expect((await create()).status).toBe(502);
    at().upstream.behave = (incoming) => incoming.socket.destroy();
    expect((await create()).status).toBe(502);
    expect(asked()).toBe(2);
  });
});

describe('the circuit', () => {
  it('opens on consecutive failures, spares the upstream, and closes by itself without any caller', async () => {
    await closed();
    failing(1_000);
    for (let call = 0; call < 10; call += 1) await create();
    expect(asked()).toBe(5);
    const refused = await create();
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
      '3',
    ]);
    const health = await at().server.call('GET', '/v2/health');
    expect([health.status, health.body.data.upstream]).toEqual([200, { auth: 'gateway', state: 'failing' }]);
    expect(await metric('creatoraudit_upstream_circuits_open')).toBe(1);
    await vi.waitFor(async () => expect(await stateOf()).toBe('ready'), { timeout: 10_000, interval: 20 });
    expect(asked()).toBe(5);
    expect(await metric('creatoraudit_upstream_circuits_open')).toBe(0);
    expect(at().server.log()).toContain('upstream answers again');
  });

  it('of one organization leaves those of others alone', async () => {
    await closed();
    const other = await otherOrganization('failing-organizations-key');
    at().upstream.behave = (incoming, response) => {
      const isOther = incoming.headers.authorization === 'Bearer failing-organizations-key';
      answer(response, isOther ? 500 : 200, emptyPage);
    };
    for (let call = 0; call < 4; call += 1) await list(other);
    expect((await list(other)).status).toBe(503);
    expect((await list()).status).toBe(200);
  });
});

describe('a burst of one organization', () => {
  it('waits for itself, and starves nobody', async () => {
    await closed();
    const other = await otherOrganization('bursting-organizations-key');
    const held: Parameters<typeof behaveWell>[] = [];
    at().upstream.behave = (...exchange) => {
      if (exchange[0].headers.authorization === 'Bearer bursting-organizations-key') held.push(exchange);
      else behaveWell(...exchange);
    };
    const refused: number[] = [];
    const burst = Array.from({ length: 120 }, async () => {
      const answered = await list(other);
      if (answered.status === 503) refused.push(answered.status);
      return answered;
    });
    // All of them have come when 16 are with the upstream, 64 wait, and the others were refused.
    await vi.waitFor(() => expect([held.length, refused.length]).toEqual([16, 40]), { timeout: 10_000 });
    expect((await list()).status).toBe(200);
    expect(held).toHaveLength(16);
    at().upstream.behave = behaveWell;
    for (const exchange of held) behaveWell(...exchange);
    const statuses = (await Promise.all(burst)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(16 + 64);
    expect(refused).toHaveLength(40);
  });
});

describe('a caller who goes away', () => {
  it('takes the request to the upstream along', async () => {
    await closed();
    const arrived = Promise.withResolvers<void>();
    const cut = Promise.withResolvers<void>();
    at().upstream.behave = (incoming) => {
      incoming.socket.once('close', () => cut.resolve());
      arrived.resolve();
    };
    const outgoing = request(`${at().server.url}/v2/creators`, { headers: { Authorization: `Bearer ${at().key}` } });
    outgoing.on('error', () => undefined);
    outgoing.end();
    await arrived.promise;
    const startedAt = performance.now();
    outgoing.destroy();
    await cut.promise;
    expect(performance.now() - startedAt).toBeLessThan(deadlines.headers / 2);
    expect(asked()).toBe(1);
  });
});

async function otherOrganization(key: string): Promise<string> {
  const { server } = at();
  const organizationId = await server.organization(key);
  await setKey(server.context, organizationId, key);
  return server.key({ organizationId });
}

async function stateOf(): Promise<string> {
  return (await at().server.call('GET', '/v2/health')).body.data.upstream.state;
}

async function metric(name: string): Promise<number> {
  const { metricsUrl } = at().server.running;
  const text = await (await fetch(metricsUrl ?? '')).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
