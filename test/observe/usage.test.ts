import { describe, expect, it } from 'vitest';
import { createUsage, type Use } from '../../src/observe/usage.ts';
import { addOrganization } from '../collect/tracked.ts';
import { testServer } from '../server/test-server.ts';
import { testStores } from '../store/open-test-store.ts';

testStores('usage', (opened) => {
  const noon = Date.parse('2026-11-24T12:00:00.000Z');

  async function counting() {
    const { store } = opened();
    const organizationId = await addOrganization(store);
    const clock = { now: noon };
    const usage = createUsage({ store, now: () => clock.now, onError: (error) => Promise.reject(error) });
    const count = (more: Partial<Use> = {}) =>
      usage.count({ organizationId, keyId: 'k', door: 'rest', operation: 'get_overview', outcome: 'ok', ...more });
    const rows = () =>
      store.read
        .selectFrom('api_usage_days')
        .select(['day', 'door', 'operation', 'calls', 'errors', 'rate_limited'])
        .where('organization_id', '=', organizationId)
        .orderBy('day')
        .orderBy('door')
        .execute();
    return { usage, clock, count, rows };
  }

  it('adds up per day, door and operation, and again in later batches', async () => {
    const { usage, clock, count, rows } = await counting();
    count();
    count({ outcome: 'error' });
    count({ outcome: 'rate_limited' });
    count({ door: 'mcp' });
    expect(await rows()).toEqual([]);
    await usage.flush();
    count();
    clock.now += 86_400_000;
    count();
    await usage.stop();
    const row = { door: 'rest', operation: 'get_overview', errors: 0, rate_limited: 0 };
    expect(await rows()).toEqual([
      { ...row, day: '2026-11-24', door: 'mcp', calls: 1 },
      { ...row, day: '2026-11-24', calls: 4, errors: 1, rate_limited: 1 },
      { ...row, day: '2026-11-25', calls: 1 },
    ]);
  });

  it('counts on when the database was away, and passes over an organization that is gone', async () => {
    const { usage, count, rows } = await counting();
    count();
    count({ organizationId: '00000000-0000-4000-8000-000000000000', keyId: 'gone' });
    const { store } = opened();
    const away = createUsage({
      store: { ...store, write: store.write.withSchema('nowhere') },
      now: () => noon,
      onError: () => undefined,
    });
    away.count({ organizationId: 'x', keyId: 'k', door: 'rest', operation: 'get_overview', outcome: 'ok' });
    await expect(away.flush()).rejects.toThrow();
    await expect(away.flush()).rejects.toThrow();
    await usage.flush();
    expect(await rows()).toMatchObject([{ calls: 1 }]);
  });
});

describe('calls of a key', () => {
  const at = testServer({ RATE_LIMIT_PER_MINUTE: '5' });

  it('are counted whichever door they came by, and written at the latest when the server stops', async () => {
    const key = await at().key();
    at().freshMinute();
    await at().call('GET', '/v2/overview', { key });
    await at().call('GET', '/v2/overview?nothing=1', { key });
    const params = { name: 'get_overview', arguments: {} };
    await at().call('POST', '/mcp', { key, body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params } });
    for (let index = 0; index < 3; index++) await at().call('GET', '/v2/settings', { key });
    await at().running.stop();
    const rows = await at()
      .context.store.read.selectFrom('api_usage_days')
      .select(['door', 'operation', 'calls', 'errors', 'rate_limited'])
      .orderBy('door')
      .orderBy('operation')
      .execute();
    expect(rows).toEqual([
      { door: 'mcp', operation: 'get_overview', calls: 1, errors: 0, rate_limited: 0 },
      { door: 'rest', operation: 'get_overview', calls: 2, errors: 1, rate_limited: 0 },
      { door: 'rest', operation: 'get_settings', calls: 3, errors: 0, rate_limited: 1 },
    ]);
  });
});
