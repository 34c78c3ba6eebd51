import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf, run } from './command-line.ts';

describe('npm run org', () => {
  let folder: string;
  const org = (...args: string[]) => run('org', args, { DATA_DIR: folder });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('refuses what is no command, no cap and no setting', async () => {
    await org('create', '--name', 'Acme');
    expect(await org('drop')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no command drop.') });
    for (const cap of ['many', '1.5', '0x10']) expect((await org('set-cap', cap)).code).toBe(2);
    expect(await org('set-url-keys', 'sometimes')).toMatchObject({
      code: 1,
      stderr: 'url_keys: must be one of allow, read_only, forbid\n',
    });
  });

  it('changes the only organization and shows what it is then', async () => {
    expect(dataOf(await org('set-cap', '25', '--json'))).toMatchObject({ name: 'Acme', account_cap: 25 });
    expect(dataOf(await org('set-cap', 'none', '--json'))).toMatchObject({ account_cap: null });
    expect(dataOf(await org('set-url-keys', 'read_only', '--json'))).toMatchObject({ url_keys: 'read_only' });
    expect(dataOf(await org('rename', 'Acme Ltd', '--json'))).toMatchObject({ name: 'Acme Ltd' });
    expect(dataOf(await org('suspend', '--json'))).toMatchObject({ suspended_at: expect.stringMatching(/Z$/) });
    expect(dataOf(await org('resume', '--json'))).toMatchObject({ suspended_at: null });
    const listed = await org('list');
    expect(listed.stdout).toContain('Acme Ltd');
    expect(listed.stdout).toMatch(/^ID .*NAME .*ACCOUNT CAP/);
  });

  it('takes a password from standard input, for somebody who is there, and never shows it', async () => {
    const set = (input: string) => run('org', ['set-password', 'ann@example.com'], { DATA_DIR: folder }, input);
    expect(await set('short\n')).toMatchObject({ code: 2, stderr: expect.stringContaining('10 to 128 characters') });
    const unknown = await set('correct horse battery\n');
    expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: 'Nobody has this address.\n' });
    expect(unknown.stderr).not.toContain('horse');
  });

  it('prints a link for the first owner, another one each time, and none once there is an owner', async () => {
    const link = /^http:\/\/127\.0\.0\.1:8787\/setup#[\w-]{43}\n$/;
    const [first, second] = [await org('setup-link'), await org('setup-link')];
    expect([first.stdout, second.stdout]).toEqual([expect.stringMatching(link), expect.stringMatching(link)]);
    expect(first.stdout).not.toBe(second.stdout);
    const asData = dataOf(await org('setup-link', '--json'));
    expect(asData).toEqual({ url: expect.stringContaining('/setup#'), expires_at: expect.stringMatching(/Z$/) });
    const anyPort = await run('org', ['setup-link'], { DATA_DIR: folder, PORT: '0' });
    expect(anyPort).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('PUBLIC_URL') });
  });

  it('asks which one where there are several', async () => {
    const { stdout } = await org('create', '--name', 'Other');
    expect(await org('suspend')).toMatchObject({ code: 1, stderr: expect.stringContaining('--organization ID') });
    const suspended = await org('suspend', '--organization', stdout.trim(), '--json');
    expect(dataOf(suspended)).toMatchObject({ name: 'Other', suspended_at: expect.stringMatching(/Z$/) });
    expect(dataOf(await org('list', '--json'))).toMatchObject([{ suspended_at: null }, { name: 'Other' }]);
  });
});
