import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { listOrganizations } from '../../src/organizations/read.ts';
import { prepareFirstStart } from '../../src/start/first-start.ts';
import { type Outside, realOutside } from '../../src/start/outside.ts';
import { startServer } from '../../src/start/start-server.ts';
import { nobody } from '../audit/authors.ts';
import { testStores } from '../store/open-test-store.ts';
import { startProgram } from './program.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatoraudit-unfinished-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet: Outside = { ...realOutside, log: { write: () => undefined } };
const fails = () => {
  throw new Error('no randomness');
};

/** A port that somebody listens on until the function is called. */
async function takenPort(): Promise<{ port: number; free: () => Promise<unknown> }> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    free: () => once(holder.close(), 'close'),
  };
}

describe('a first start that fails leaves the one printed key to the next start', () => {
  it('when METRICS_PORT is in use', async () => {
    const { port, free } = await takenPort();
    const settings = { PORT: '0', DATA_DIR: join(folder, 'metrics') };
    const refused = startServer(loadConfig({ ...settings, METRICS_PORT: String(port) }), quiet);
    await expect(refused).rejects.toThrow(/^METRICS_PORT/);
    await free();
    const server = await startServer(loadConfig(settings), quiet);
    expect(server.firstStart.kind).toBe('sample');
    expect(server.holdsSampleData).toBe(true);
    await server.stop();
  });

  it.skipIf(process.platform === 'win32')(
    'when the disk is full, which it says in one line',
    { timeout: 60_000 },
    async () => {
      const settings = { PORT: '0', DATA_DIR: join(folder, 'full') };
      const full = startProgram(settings, 3_000);
      expect(await full.ended).toEqual({ code: 1, signal: null });
      expect(full.stderr()).toMatch(/^[^\n]+\n$/);
      expect(full.stderr()).toMatch(/cannot be written|full/);
      const program = startProgram(settings);
      onTestFinished(() => void program.child.kill('SIGKILL'));
      await program.ready;
      await expect.poll(program.stdout).toContain('claude mcp add');
    },
  );
});

it('a start whose parts cannot be put together closes the metrics again', async () => {
  const { port, free } = await takenPort();
  await free();
  const settings = { PORT: '0', SAMPLE_DATA: 'off', DATA_DIR: join(folder, 'parts'), METRICS_PORT: String(port) };
  const config = loadConfig(settings);
  await (await startServer(config, quiet)).stop();
  await expect(startServer(config, { ...quiet, newId: fails })).rejects.toThrow('no randomness');
  const server = await startServer(config, quiet);
  expect(server.metricsUrl).toContain(`:${port}/`);
  await server.stop();
});

testStores('a first start', (opened) => {
  it('makes the organization and its key together or not at all', { timeout: 60_000 }, async () => {
    const { store, folder: own } = opened();
    const secrets = await openSecrets({ path: join(own, 'secrets.json'), store, ...realOutside });
    const context = { ...realOutside, store, secrets, recovery: true, author: nobody, changed: () => undefined };
    await expect(prepareFirstStart({ ...context, randomBytes: fails }, { sampleData: true })).rejects.toThrow();
    expect(await listOrganizations(store)).toEqual([]);
    expect((await prepareFirstStart(context, { sampleData: true })).kind).toBe('sample');
    expect((await prepareFirstStart(context, { sampleData: true })).kind).toBe('later');
    expect(await store.read.selectFrom('api_keys').select('purpose').execute()).toEqual([{ purpose: 'first_start' }]);
  });
});
