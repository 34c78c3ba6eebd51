import { describe, expect, it } from 'vitest';
import { recordAccountSnapshot } from '../../src/store/ingest/account-snapshot.ts';
import { isRunning, readersOf } from '../store/readers/processes.ts';
import { post, snapshotOf } from '../store/rows.ts';
import { testServer } from './test-server.ts';
import { call } from './wire.ts';

const count = 2_300;

describe.runIf(process.platform === 'linux')('a read over the deadline', () => {
  const at = testServer({ HEAVY_READ_SECONDS: '1', METRICS_PORT: '0' });
  const path = '/v2/account-videos?q=zebra&include_total=true&limit=1';

  /** An account with so many posts that counting them by their text is a long read. */
  async function seeded(): Promise<string> {
    const key = await at().key();
    const made = await at().call('POST', '/v2/accounts', { key, body: { platform: 'tiktok', username: 'runner' } });
    const posts = Array.from({ length: count }, (_, number) =>
      post(`p${number}`, number, { description: `zebra no ${number}` }),
    );
    const recorded = await recordAccountSnapshot(at().context.store, {
      organizationId: at().organizationId,
      accountId: made.body.data.id,
      at: Date.now(),
      snapshot: snapshotOf(1, posts),
    });
    expect(recorded).toBe('recorded');
    return key;
  }

  it('is a 503 that says what to narrow, for REST and MCP; all else is answered meanwhile, and the next read too', async () => {
    const key = await seeded();
    const total = async () => (await at().call('GET', path, { key })).body.pagination?.total_count;
    expect(await total()).toBe(count);
    const tool = { name: 'list_account_videos', arguments: { q: 'zebra', include_total: true, limit: 1 } };
    const asks = [
      () => at().call('GET', path, { key }),
      () => at().call('POST', '/mcp', { key, body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: tool } }),
    ];
    for (const [index, ask] of asks.entries()) {
      const [pid = Number.NaN] = readersOf(process.pid);
      // Stopped, it takes as long as any statement can.
      process.kill(pid, 'SIGSTOP');
      const isAnswered = { value: false };
      const answer = ask().finally(() => {
        isAnswered.value = true;
      });
      expect((await at().call('GET', '/v2/whoami', { key })).status).toBe(200);
      expect(isAnswered.value).toBe(false);
      const { status, text, headers } = await answer;
      expect(text).toContain('Narrow it');
      expect(text).not.toMatch(/select|sqlite/i);
      expect([status, headers.get('retry-after')]).toEqual([index === 0 ? 503 : 200, null]);
      expect(isRunning(pid)).toBe(false);
      expect(await total()).toBe(count);
    }
    const metrics = await call((at().running.metricsUrl ?? '').replace('/metrics', ''), 'GET', '/metrics');
    expect(metrics.text).toMatch(/^creatoraudit_heavy_reads_killed_total 2$/m);
  });
});
