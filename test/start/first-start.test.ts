import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../server/wire.ts';
import { type Program, startProgram } from './program.ts';

let parent = '';
let settings: Record<string, string> = {};
let first: Program;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'creatoraudit-start-'));
  settings = { PORT: '0', DATA_DIR: join(parent, 'data') };
  first = startProgram(settings);
  await first.ready;
});
afterAll(async () => {
  first.child.kill('SIGKILL');
  await rm(parent, { recursive: true, force: true });
});

const shownKeys = (text: string) => text.match(/ca_live_[0-9A-Za-z]+/g) ?? [];

it('the first start makes everything, for this user only, and says where things are', async () => {
  const { url } = await first.ready;
  const said = first.stdout();
  expect(said).toContain(`  API   ${url}/v2\n`);
  expect(said).toContain(`  Docs  ${url}/v2/docs\n`);
  expect(said).toContain(`  MCP   ${url}/mcp\n`);
  expect(said).toMatch(/invented sample data/);
  const mode = async (name: string) => ((await stat(join(parent, name))).mode & 0o777).toString(8);
  expect([await mode('data'), await mode('data/secrets.json')]).toEqual(['700', '600']);
});

it('its one command holds a key that reads, for seven days', async () => {
  const { url } = await first.ready;
  await expect.poll(first.stdout).toContain('claude mcp add --transport http creatoraudit');
  const [key = '', ...more] = shownKeys(first.stdout());
  expect(more).toEqual([]);
  expect(first.stdout()).toMatch(new RegExp(`^ *claude mcp add .*${url}/mcp.* --header .*Bearer ${key}`, 'm'));
  const { body } = await call(url, 'GET', '/v2/whoami', { key });
  expect(body.data).toMatchObject({ api_key_name: 'first start', scopes: ['read'] });
  const days = (Date.parse(body.data.expires_at) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThan(7);
  expect((await call(url, 'GET', '/v2/health')).body.data.sample_data).toBe(true);
  expect((await call(url, 'GET', '/v2/overview', { key })).body.data.current.active_accounts).toBeGreaterThan(20);
});

it('later starts end in order on SIGTERM and print no key, and the first one goes on working', async () => {
  const [key = ''] = shownKeys(first.stdout());
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, signal: null });
  expect(first.stderr()).toBe('');
  // All that follows the start lines is JSON, and no key is in it.
  const logged = first
    .stdout()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(logged.length).toBeGreaterThan(2);
  for (const line of logged) expect(shownKeys(JSON.stringify(JSON.parse(line)))).toEqual([]);

  const later = startProgram(settings);
  const { url } = await later.ready;
  expect((await call(url, 'GET', '/v2/whoami', { key })).status).toBe(200);
  later.child.kill('SIGINT');
  expect(await later.ended).toEqual({ code: 0, signal: null });
  expect(shownKeys(later.stdout())).toEqual([]);
  expect(later.stdout()).toMatch(/invented sample data/);
});
