import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { realOutside } from '../../src/start/outside.ts';
import { startServer } from '../../src/start/start-server.ts';
import { openStore } from '../../src/store/open.ts';
import { run } from '../cli/command-line.ts';
import { emptyDatabase, type TestDatabase } from '../store/open-test-store.ts';

async function database(dialect: 'sqlite' | 'postgres'): Promise<TestDatabase> {
  const made = await emptyDatabase(dialect);
  onTestFinished(made.remove);
  return made;
}

async function started(settings: Record<string, string>) {
  const log: string[] = [];
  const outside = { ...realOutside, log: { write: (line: string) => void log.push(line) } };
  const server = await startServer(loadConfig({ PORT: '0', SAMPLE_DATA: 'off', ...settings }), outside);
  return { server, log };
}

describe('the end of the trail outside of the database', () => {
  it('is for its owner alone, and only these secrets make it', async () => {
    const { folder } = await database('sqlite');
    const settings = { DATA_DIR: folder };
    await (await started(settings)).server.stop();
    const file = join(folder, 'audit-end.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await run('audit', ['verify'], settings)).stdout).toContain(
      'Compared with the end that this machine keeps',
    );
    // Somebody who shortens it cannot sign it.
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"end":"\d+/, '"end":"1'));
    const { code, stdout } = await run('audit', ['verify'], settings);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${file} was not written with these secrets`)]);
  });

  it('that cannot be kept is said at the start, which goes on', async () => {
    const { folder, setting } = await database('postgres');
    if (setting.kind !== 'postgres') throw new Error('it is of PostgreSQL');
    const settings = {
      DATABASE_URL: setting.url,
      SECRETS_FILE: join(folder, 'secrets.json'),
      DATA_DIR: '/dev/null/nowhere',
    };
    const { server } = await started(settings);
    expect(server.warnings).toEqual([
      expect.stringMatching(/^The end of the audit trail is kept nowhere but in the database, .* audit -- anchor\.$/),
    ]);
    await server.stop();
    const { code, stdout } = await run('audit', ['verify'], settings);
    expect([code, stdout]).toEqual([0, expect.stringContaining('give --end or --anchor')]);
    const anchored = await run('audit', ['anchor'], settings);
    expect([anchored.code, anchored.stdout]).toEqual([0, expect.stringMatching(/^\d{4}-\S+Z \d+:[\w-]{43}\n$/)]);
    for (const wrong of [
      ['verify', '--anchor', join(folder, 'nothing')],
      ['verify', '--anchor', settings.SECRETS_FILE],
    ]) {
      expect((await run('audit', wrong, settings)).code).toBe(2);
    }
    const refused = await run('audit', ['anchor', '--to', join(folder, 'no', 'folder')], settings);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('cannot be written (ENOENT)')]);
  });

  it('is missed by the next start where the chain is shorter than it was, and the log says so', async () => {
    const { folder } = await database('sqlite');
    const settings = { DATA_DIR: folder };
    await (await started(settings)).server.stop();
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'creatoraudit.db') });
    await store.write.deleteFrom('audit_events').execute();
    await store.write.updateTable('audit_chain').set({ seq: 0, hash: '' }).execute();
    await store.close();
    const { server, log } = await started(settings);
    await server.stop();
    expect(log.join('')).toContain('the audit trail does not end where it ended');
    const { code, stdout } = await run('audit', ['verify'], settings);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/cut, row \d+: at \S+ a process found/)]);
  });
});
