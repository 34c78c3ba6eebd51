import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { realOutside } from '../../src/start/outside.ts';
import { type RunningServer, startServer } from '../../src/start/start-server.ts';
import { run } from '../cli/command-line.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';

const suffixes = ['', '-wal', '-shm'];

/** What can become of a file under a running server. */
const fates = {
  deleted: (file: string) => rm(file),
  moved: (file: string) => rename(file, `${file}.elsewhere`),
  'replaced by a copy': async (file: string) => {
    await copyFile(file, `${file}.copy`);
    await rename(`${file}.copy`, file);
  },
};

describe.each(suffixes)('creatoraudit.db%s under a running server', (suffix) => {
  it.each(Object.entries(fates))('%s: writes and health say so, and nothing is acknowledged', async (_, befall) => {
    const server = await startTestServer();
    try {
      const key = await server.key();
      const create = () => server.call('POST', '/v2/creators', { key, body: { name: 'Ana' } });
      expect((await create()).status).toBe(201);
      await befall(join(server.folder, `creatoraudit.db${suffix}`));
      const [written, health] = [await create(), await server.call('GET', '/v2/health')];
      for (const { status, body } of [written, health]) {
        expect([status, body.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
        expect(body.detail).toMatch(/gone or were replaced under this server; nothing was written/);
      }
      expect((await server.call('GET', '/v2/creators', { key })).body.data).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });
});

it('files that are put back are written to again', async () => {
  const server: TestServer = await startTestServer();
  try {
    const file = join(server.folder, 'creatoraudit.db');
    await rename(file, `${file}.elsewhere`);
    expect((await server.call('GET', '/v2/health')).status).toBe(503);
    await rename(`${file}.elsewhere`, file);
    expect((await server.call('GET', '/v2/health')).status).toBe(200);
  } finally {
    await server.stop();
  }
});

describe('a start where secrets lie beside no database', () => {
  let folder = '';
  let file = '';
  let settings: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-missing-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    file = join(dataDir, 'creatoraudit.db');
    settings = { PORT: '0', SAMPLE_DATA: 'off', DATA_DIR: dataDir };
    await (await started()).stop();
  });

  const quiet = { ...realOutside, log: { write: () => undefined } };
  const started = (args: string[] = []): Promise<RunningServer> => startServer(loadConfig(settings, args), quiet);

  it.each([
    ['is gone', () => rm(file)],
    ['was emptied', () => truncate(file)],
  ])('stops, and so does every command, when it %s; nothing is made', async (_, lose) => {
    await lose();
    const line = /^DATA_DIR \S+ holds the secrets of a database, and no database: put .* npm start -- --new-database$/;
    await expect(started()).rejects.toThrow(line);
    for (const [program, ...words] of [
      ['keys', 'list'],
      ['keys', 'create', '--name', 'x'],
      ['org', 'list'],
      ['org', 'create', '--name', 'x'],
      ['audit', 'verify'],
    ] as const) {
      const { code, stderr } = await run(program, words, settings);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/--new-database\n$/)]);
    }
    expect(existsSync(file) && (await stat(file)).size > 0).toBe(false);
  });

  it('goes on with --new-database, with these secrets, and then without it', async () => {
    await rm(file);
    await (await started(['--new-database'])).stop();
    expect(existsSync(file)).toBe(true);
    await (await started()).stop();
    // The trail that is gone is not missed, since the operator said so; it says that.
    const { code, stdout } = await run('audit', ['verify'], settings);
    expect([code, stdout]).toEqual([0, expect.stringContaining('it was restored, to row 0')]);
  });

  it('goes on where the secrets lie elsewhere, or the database was restored', async () => {
    const elsewhere = join(folder, 'secrets-elsewhere.json');
    await rename(join(settings.DATA_DIR ?? '', 'secrets.json'), elsewhere);
    await rm(file);
    await (await startServer(loadConfig({ ...settings, SECRETS_FILE: elsewhere }), quiet)).stop();
    expect(existsSync(file)).toBe(true);
  });

  it.each([['--new-databse'], ['serve'], ['--new-database', '--port=1']])('knows no option %s', (...args) => {
    expect(() => loadConfig({}, args)).toThrow(/ is no option of the start; the only one is --new-database/);
  });
});

describe('folders that others may write to', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-folders-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const warningsOf = async (settings: Record<string, string>) => {
    const outside = { ...realOutside, log: { write: () => undefined } };
    const server = await startServer(loadConfig({ PORT: '0', SAMPLE_DATA: 'off', ...settings }), outside);
    await server.stop();
    return server.warnings;
  };

  it.each([
    [0o770, ['DATA_DIR']],
    [0o702, ['DATA_DIR']],
    [0o1777, ['DATA_DIR']],
    [0o755, []],
    [0o700, []],
  ])('are said at the start: mode %o', async (mode, named) => {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    await chmod(dataDir, mode);
    const warnings = await warningsOf({ DATA_DIR: dataDir });
    expect(warnings.map((line) => /^Others may write to the folder (\S+),.*chmod go-w \//.exec(line)?.[1])).toEqual(
      named,
    );
  });

  it('are said of the secrets too, each once', async () => {
    const [data, secrets] = [join(folder, 'both'), join(folder, 'secrets')];
    for (const path of [data, secrets]) {
      await mkdir(path);
      await chmod(path, 0o777);
    }
    const warnings = await warningsOf({ DATA_DIR: data, SECRETS_FILE: join(secrets, 's.json') });
    expect(warnings.map((line) => line.includes('of SECRETS_FILE')).sort()).toEqual([false, true]);
  });
});
