import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runApart } from '../cli/command-line.ts';
import { Browser, someone, tokenOf } from '../dashboard/dashboard-server.ts';
import { emptyDatabase } from '../store/open-test-store.ts';
import { type Program, startProgram } from './program.ts';

const programs: Program[] = [];
const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(() => Promise.all(removals.map((remove) => remove())));

const linkIn = (said: string) => /https?:\S+\/setup#[\w-]+/.exec(said)?.[0] ?? null;

async function start(settings: Record<string, string>): Promise<{ url: string; setupLink: string | null }> {
  const program = startProgram({ ...settings, PORT: '0' });
  programs.push(program);
  const { url } = await program.ready;
  await expect.poll(() => linkIn(program.stdout())).not.toBeNull();
  return { url, setupLink: linkIn(program.stdout()) };
}

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  it('two processes and the command each print a link: any of them makes the owner, and none does after', async () => {
    const { setting, folder, remove } = await emptyDatabase(dialect);
    removals.push(remove);
    const settings = {
      DATA_DIR: folder,
      SECRETS_FILE: join(folder, 'secrets.json'),
      ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
    };
    const first = await start(settings);
    const second = await start(settings);
    const command = () => runApart('org', ['setup-link'], { ...settings, PORT: new URL(first.url).port });
    const printed = await command();
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toMatch(new RegExp(`^${first.url}/setup#`));
    const links = [first.setupLink, second.setupLink, printed.stdout.trim()];
    expect(new Set(links).size).toBe(3);
    const at = (server: { url: string }) => new Browser({ server: { ...server, setupLink: null } });
    for (const link of links) {
      for (const server of [first, second]) {
        expect((await at(server).post('/setup/preview', { token: tokenOf(link) })).status).toBe(200);
      }
    }
    const wish = { ...someone(), organization_name: 'Acme' };
    expect((await at(second).post('/setup', { ...wish, token: tokenOf(first.setupLink) })).status).toBe(201);
    for (const link of links) {
      expect((await at(first).post('/setup', { ...wish, token: tokenOf(link) })).status).toBe(403);
    }
    expect(await command()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('There is an owner already'),
    });
  });
});
