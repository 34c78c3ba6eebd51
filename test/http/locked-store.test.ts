import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

const server = testServer();

/** What a request answers, and after how many milliseconds. */
async function timed(request: Promise<{ status: number; text: string }>) {
  const begun = performance.now();
  const { status, text } = await request;
  return { status, text, ms: performance.now() - begun };
}

it('a SQLite file that another program keeps locked stops neither reads nor health, and writes for 5 s together', async () => {
  const { call, key, folder } = server();
  const asked = { key: await key() };
  expect((await call('GET', '/v2/whoami', asked)).status).toBe(200);
  const other = new Database(join(folder, 'creatoraudit.db'));
  other.exec('begin immediate');
  const writes = [1, 2, 3, 4].map((n) => timed(call('POST', '/v2/creators', { ...asked, body: { name: `c${n}` } })));
  const [reads, health] = await Promise.all([
    Promise.all([1, 2, 3].map(() => timed(call('GET', '/v2/creators', asked)))),
    timed(call('GET', '/v2/health')),
  ]);
  for (const read of reads) expect(read.status).toBe(200);
  expect(Math.max(...reads.map(({ ms }) => ms))).toBeLessThan(3_000);
  expect(health).toMatchObject({ status: 503, text: expect.stringContaining('busy with another write') });
  expect(health.ms).toBeLessThan(4_000);
  const written = await Promise.all(writes);
  expect(written.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
  expect(Math.max(...written.map(({ ms }) => ms))).toBeLessThan(12_000);
  other.exec('commit');
  other.close();
  expect((await call('GET', '/v2/health')).status).toBe(200);
  expect((await call('POST', '/v2/creators', { ...asked, body: { name: 'after' } })).status).toBe(201);
});
