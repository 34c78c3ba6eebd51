import { describe, expect, it, vi } from 'vitest';
import { dataOf, run } from '../cli/command-line.ts';
import { testGateway, upstreamKey } from './gateway.ts';
import { answer, emptyPage } from './hostile.ts';

const at = testGateway({ METRICS_PORT: '0' });
const secretName = 'a-name-that-only-they-know';

const list = () => at().server.call('GET', '/v2/creators', { key: at().key });

/** A row that lacks most, has one field otherwise, and one that nobody knows. */
const row = { id: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01', name: 7, [secretName]: 'their-value' };

const lines = () =>
  at()
    .server.log()
    .split('\n')
    .filter((line) => line.includes('otherwise than v2 describes'));

async function status() {
  const { folder } = at().server;
  const settings = { DATA_DIR: folder, UPSTREAM_URL: `${at().upstream.url}/v2` };
  return run('upstream', ['status', '--json'], settings);
}

describe('an answer that differs from what v2 describes', () => {
  it('passes, is counted, and is told once a field in the contract’s own words', async () => {
    at().upstream.behave = (_, response) => answer(response, 200, { ...emptyPage, data: [row, row] });
    for (let round = 0; round < 3; round += 1) expect((await list()).body.data).toEqual([row, row]);
    const told = lines().map((line) => JSON.parse(line));
    const names = told.map(({ operation, field, kind }) => `${operation} ${field} ${kind}`);
    expect(names).toContain('list_creators data[].name of_another_type');
    expect(names).toContain('list_creators data[].accounts_summary missing');
    expect(new Set(names).size).toBe(names.length);
    // What is ours is not missed.
    expect(names.filter((name) => /platforms missing|created_at/.test(name))).toEqual([]);
    const { port } = new URL(at().server.running.metricsUrl ?? 'http://127.0.0.1:1');
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toMatch(/creatoraudit_upstream_differences_total\{operation="list_creators"\} [1-9]/);
    for (const text of [at().server.log(), metrics]) {
      expect(text).not.toContain(secretName);
      expect(text).not.toContain('their-value');
    }
  });

  it('is a note of upstream status, which runs beside the server', async () => {
    await vi.waitFor(async () => {
      const ran = await status();
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      expect(dataOf(ran)).toMatchObject({
        differences: expect.arrayContaining([
          {
            operation: 'list_creators',
            field: 'data[].name',
            difference: 'of another type',
            last_seen: expect.any(String),
          },
        ]),
      });
      expect(ran.stdout).not.toContain(upstreamKey);
    });
  });

  it('is not held against another upstream', async () => {
    const settings = { DATA_DIR: at().server.folder, UPSTREAM_URL: 'http://127.0.0.1:9/v2' };
    expect(dataOf(await run('upstream', ['status', '--json'], settings))).toMatchObject({ differences: [] });
  });
});
