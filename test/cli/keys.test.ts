import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { createVerifier, type Verifier } from '../../src/keys/verify.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyDatabase, type TestDatabase } from '../store/open-test-store.ts';
import { dataOf, run, runApart } from './command-line.ts';

const keyShape = /^ca_live_[0-9A-Za-z]{49}\n$/;

/** A verifier of this process, over a database that only the command line writes: as a running server beside it. */
describe.each(['sqlite', 'postgres'] as const)('npm run keys beside a server on %s', (dialect) => {
  let database: TestDatabase;
  let settings: Record<string, string>;
  let store: Store;
  let verifier: Verifier;
  const clock = { now: Date.now() };
  const keys = (...args: string[]) => run('keys', args, settings);
  const keysApart = (...args: string[]) => runApart('keys', args, settings);

  beforeAll(async () => {
    database = await emptyDatabase(dialect);
    settings = { DATA_DIR: database.folder, SECRETS_FILE: join(database.folder, 'secrets.json') };
    if (database.setting.kind === 'postgres') settings.DATABASE_URL = database.setting.url;
    await run('org', ['create', '--name', 'Acme'], settings);
    store = await openStore(loadConfig(settings).database);
    const secrets = await openSecrets({ path: loadConfig(settings).secretsFile, store, randomBytes });
    const onError = (error: unknown) => {
      throw error;
    };
    verifier = createVerifier({ store, secrets, now: () => clock.now, randomBytes, onError });
  });
  afterAll(async () => {
    await verifier.stop();
    await store.close();
    await database.remove();
  });

  async function aSecondLater(fullKey: string) {
    clock.now += 1_000;
    return verifier.verify(fullKey);
  }

  it('creates, narrows, disables, enables, rotates and deletes a key that the server obeys within a second', async () => {
    const created = await keysApart('create', '--name', 'my laptop', '--scopes', 'read,write', '--expires', '90d');
    expect(created).toMatchObject({ code: 0, stderr: '' });
    // Alone on standard output: `KEY=$(npm run -s keys -- create …)` just works.
    expect(created.stdout).toMatch(keyShape);
    const fullKey = created.stdout.trim();
    expect(await verifier.verify(fullKey)).toMatchObject({
      kind: 'valid',
      principal: { keyName: 'my laptop', scopes: ['read', 'write'] },
    });

    const listed = await keys('list', '--json');
    expect(listed.stdout).not.toContain(fullKey);
    const [key] = await store.read.selectFrom('api_keys').selectAll().execute();
    const id = key?.id ?? '';
    expect(dataOf(listed)).toEqual([
      expect.objectContaining({
        id,
        name: 'my laptop',
        status: 'enabled',
        created_by: 'cli',
        expires_at: key?.expires_at,
      }),
    ]);

    await keys('scopes', id, 'read');
    expect(await aSecondLater(fullKey)).toMatchObject({ principal: { scopes: ['read'] } });
    expect(await keysApart('disable', id)).toMatchObject({ code: 0, stderr: '' });
    expect(await aSecondLater(fullKey)).toMatchObject({ kind: 'disabled' });
    expect(dataOf(await keys('enable', id, '--json'))).toMatchObject({ id, status: 'enabled' });
    expect(await aSecondLater(fullKey)).toMatchObject({ kind: 'valid' });
    await keys('rename', id, 'a new name');
    expect(await aSecondLater(fullKey)).toMatchObject({ principal: { keyName: 'a new name' } });

    const renewed = await keys('rotate-secrets');
    expect(renewed).toMatchObject({ code: 0, stderr: '' });
    expect(await aSecondLater(fullKey)).toMatchObject({ kind: 'valid' });

    const rotated = await keys('rotate', id, '--overlap', '1h');
    expect(rotated.stdout).toMatch(keyShape);
    expect(await aSecondLater(fullKey)).toMatchObject({ kind: 'valid' });
    expect(await verifier.verify(rotated.stdout.trim())).toMatchObject({ principal: { keyName: 'a new name' } });

    await store.write.updateTable('api_keys').set({ last_used_at: new Date().toISOString() }).execute();
    const deleted = await keys('delete', id);
    expect(deleted).toMatchObject({ code: 0, stderr: expect.stringContaining('was last used') });
    expect(await aSecondLater(fullKey)).toEqual({ kind: 'unknown' });
  }, 60_000);
});

describe('npm run keys', () => {
  let folder: string;
  let settings: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-cli-'));
    settings = { DATA_DIR: folder };
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    { args: [], says: 'A command is missing.' },
    { args: ['frobnicate'], says: 'There is no command frobnicate.' },
    { args: ['constructor'], says: 'There is no command constructor.' },
    { args: ['disable'], says: 'disable takes ID; 0 given.' },
    { args: ['rename', 'x'], says: 'rename takes ID NAME; 1 given.' },
    { args: ['list', '--name', 'x'], says: "Unknown option '--name'" },
    { args: ['create'], says: '--name is missing.' },
    { args: ['create', '--name', 'x', '--expires', 'soon'], says: '--expires is a duration' },
  ])('answers $args with exit code 2, one line and the usage', async ({ args, says }) => {
    const { code, stdout, stderr } = await run('keys', args, settings);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [line, blank, usage] = stderr.split('\n');
    expect(line).toContain(says);
    expect(blank).toBe('');
    expect(usage).toMatch(/^Usage: npm run -s keys -- COMMAND/);
  });

  it("tells its process's caller by the exit code", async () => {
    const ran = await runApart('keys', ['frobnicate'], settings);
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('There is no command') });
  });

  it('explains itself', async () => {
    const { code, stdout } = await run('keys', ['--help'], settings);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage:/);
  });

  it('takes the only organization, and asks which one where there are none or several', async () => {
    const none = await run('keys', ['create', '--name', 'x'], settings);
    expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no organization yet') });
    const [one, other] = [await create('One'), await create('Other')];
    const several = await run('keys', ['list'], settings);
    expect(several).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--organization ID') });
    const made = await run('keys', ['create', '--name', 'x', '--organization', one], settings);
    expect(made.stdout).toMatch(keyShape);
    expect(dataOf(await run('keys', ['list', '--json', '--organization', other], settings))).toEqual([]);
    const unknown = await run('keys', ['list', '--organization', 'nobody'], settings);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/^No such organization.*\n$/) });
  });

  it('fails with one line on a refused wish, wrong settings and open secrets', async () => {
    const organization = ['--organization', await create('Third')];
    const refused = [
      { args: ['create', '--name', ' ', ...organization], says: 'name: must be 1 to 255 characters' },
      { args: ['create', '--name', 'x', '--scopes', 'root', ...organization], says: 'scopes: must be' },
      { args: ['create', '--name', 'x', '--expires', '2020-01-01', ...organization], says: 'must be in the future' },
      { args: ['disable', 'nothing', ...organization], says: 'No such API key in this organization.' },
    ];
    for (const { args, says } of refused) {
      const { code, stdout, stderr } = await run('keys', args, settings);
      expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 });
      expect(stderr).toContain(says);
    }
    const wrong = await run('keys', ['list'], { ...settings, KEY_RECOVERY: 'maybe' });
    expect(wrong).toMatchObject({ code: 1, stderr: 'KEY_RECOVERY must be on or off\n' });

    const secretsFile = join(folder, 'secrets.json');
    expect((await stat(secretsFile)).mode & 0o777).toBe(0o600);
    await chmod(secretsFile, 0o644);
    const open = await run('keys', ['create', '--name', 'x', ...organization], settings);
    expect(open).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^SECRETS_FILE .*chmod 600.*\n$/),
    });
    // What needs no secret works without them.
    expect(await run('keys', ['list', ...organization], settings)).toMatchObject({ code: 0 });
    await chmod(secretsFile, 0o600);
  });

  async function create(name: string): Promise<string> {
    return (await run('org', ['create', '--name', name], settings)).stdout.trim();
  }
});
