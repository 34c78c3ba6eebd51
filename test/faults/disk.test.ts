import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure } from '../long/trials.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { call } from '../server/wire.ts';
import { startProgram } from '../start/program.ts';

/** A file system of 24 MB, which takes root to make. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-small-'));
const canMount = mountSmall(folder);
if (!canMount) figure('disks that are full or read-only: skipped, as only root may mount one');

afterAll(async () => {
  if (canMount) execFileSync('umount', [folder]);
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!canMount)('a disk that is full', () => {
  let server: TestServer;
  let key = '';
  const ballast = join(folder, 'ballast');

  beforeAll(async () => {
    server = await startTestServer({ DATA_DIR: folder });
    key = await server.key();
  });
  afterAll(() => server.stop());

  const make = (name: string) => server.call('POST', '/v2/creators', { key, body: { name } });

  it('refuses writes and says so, in health too, and serves reads; with room it goes on by itself', async () => {
    const before: string[] = [];
    for (let i = 0; i < 5; i++) before.push((await make(`before ${i}`)).body.data.id);
    // To the last byte: a write fails half-way.
    await writeFile(ballast, Buffer.alloc(24 * 1024 * 1024)).catch(() => undefined);
    const health = await server.call('GET', '/v2/health');
    expect([health.status, health.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(health.body.detail).toMatch(/full/);
    // The log of SQLite has some room left from before: written until it has not.
    let refused = await make('while full');
    for (let i = 0; i < 3_000 && refused.status === 201; i++) {
      before.push(refused.body.data.id);
      refused = await make(`while full ${i} ${'x'.repeat(200)}`);
    }
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
      expect.stringContaining('full'),
    ]);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await server.call('GET', '/v2/creators', { key })).status).toBe(200);

    await rm(ballast);
    await expect.poll(async () => (await server.call('GET', '/v2/health')).status).toBe(200);
    expect((await make('after')).status).toBe(201);
    const rows = await server.context.store.read.selectFrom('creators').select('id').execute();
    const kept = new Set(rows.map(({ id }) => id));
    expect(before.filter((id) => !kept.has(id))).toEqual([]);
    // What was counted and audited meanwhile was kept in memory, and is written.
    await expect
      .poll(
        async () => {
          const [last] = await server.context.store.read
            .selectFrom('audit_events')
            .select('outcome')
            .where('operation', '=', 'create_creator')
            .where('code', '=', 'SERVICE_UNAVAILABLE')
            .execute();
          return last?.outcome;
        },
        { timeout: 5_000 },
      )
      .toBe('error');
  });
});

describe.skipIf(!canMount)('a disk that cannot be written', () => {
  it('stops the start with one line that says so; writable again, all is as it was', async () => {
    const settings = { PORT: '0', SAMPLE_DATA: 'off', DATA_DIR: join(folder, 'data') };
    const first = startProgram(settings);
    await first.ready;
    first.child.kill('SIGTERM');
    await first.ended;
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const refused = startProgram(settings);
    refused.ready.catch(() => undefined);
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.stderr().trim().split('\n')).toEqual([expect.stringMatching(/cannot be (used|written)/)]);
    execFileSync('mount', ['-o', 'remount,rw', folder]);
    const program = startProgram(settings);
    const { url } = await program.ready;
    expect((await call(url, 'GET', '/v2/health')).status).toBe(200);
    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });
});
