import { expect, it } from 'vitest';
import { verdictOn } from '../audit/authors.ts';
import { testServer } from '../server/test-server.ts';

const at = testServer();
const dayMs = 86_400_000;
const jumps = [0, 400 * dayMs, 0, -400 * dayMs, 60_000, -1, 0];

const rpc = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_creators', arguments: {} } };

it('a clock that jumps either way stops nothing: keys, limits, cursors and the trail go on', async () => {
  const key = await at().key();
  const brief = await at().key({ expiresAt: new Date(Date.now() + 30 * dayMs).toISOString() });
  for (const name of ['a', 'b', 'c']) await at().call('POST', '/v2/creators', { key, body: { name } });
  const { body } = await at().call('GET', '/v2/creators?limit=1', { key });
  const next = `/v2/creators?limit=1&cursor=${body.pagination.next_cursor}`;

  for (const jump of jumps) {
    at().ahead.ms = jump;
    const health = await at().call('GET', '/v2/health');
    expect([jump, health.status, health.body.data?.status]).toEqual([jump, 200, 'ok']);
    const calls = await Promise.all([
      at().call('GET', next, { key }),
      at().call('POST', '/v2/creators', { key, body: { name: `at ${jump}` } }),
      at().call('POST', '/mcp', { key, body: rpc }),
    ]);
    expect([jump, calls.map(({ status }) => status)]).toEqual([jump, [200, 201, 200]]);
    for (const { headers } of calls.slice(0, 2))
      expect(Number(headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
    // A key's end is judged by the clock as it is now, each time.
    const expired = (await at().call('GET', '/v2/whoami', { key: brief })).status;
    expect([jump, expired]).toEqual([jump, jump > 30 * dayMs ? 403 : 200]);
  }

  await expect
    .poll(
      async () => {
        const rows = await at()
          .context.store.read.selectFrom('audit_events')
          .select('seq')
          .where('event', 'like', 'call.%')
          .execute();
        return rows.length;
      },
      { timeout: 5_000 },
    )
    .toBe(3 + 2 * jumps.length);
  const { store, secrets } = at().context;
  expect(await verdictOn(store, secrets)).toMatchObject({ kind: 'whole', lost: [] });
});
