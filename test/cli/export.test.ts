import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, expect, it } from 'vitest';
import { unescapedCell } from '../../src/csv/cell.ts';
import { fillLists } from '../api/fill-lists.ts';
import { testServer } from '../server/test-server.ts';
import { servingOf } from '../services/serving.ts';
import { dataOf, run } from './command-line.ts';

const opened = testServer();
const settings = () => ({
  DATA_DIR: opened().folder,
  SECRETS_FILE: join(opened().folder, 'secrets.json'),
  SAMPLE_DATA: 'off',
});
let organizationId = '';

beforeAll(async () => {
  organizationId = await opened().organization('source');
  const own = servingOf(opened().context.store, organizationId);
  await fillLists(own, 'word');
  await own.creator('=cmd()');
});

const rows = (...args: string[]) => run('export', ['--organization', organizationId, ...args], settings());

it('writes rows with the filters of the API, to the terminal or a new file', async () => {
  const shown = await rows('list_accounts', '--query', 'platform=tiktok', '--form', 'ndjson');
  const lines = shown.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.length).toBeGreaterThan(2);
  expect(new Set(lines.map(({ platform }) => platform))).toEqual(new Set(['tiktok']));

  const file = join(opened().folder, 'creators.csv');
  expect((await rows('list_creators', '--to', file)).code).toBe(0);
  const { data } = Papa.parse<Record<string, string>>(await readFile(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  expect(data.map(({ name = '' }) => name)).toContain("'=cmd()");
  expect(data.map(({ name = '' }) => unescapedCell(name))).toContain('=cmd()');
  expect((await rows('list_creators', '--to', file)).stderr).toMatch(/a file of that name already/);

  const [account] = lines;
  const series = await rows('get_account_timeseries', '--query', `account_id=${account.id}&period=7d`);
  expect(series.stdout.trimEnd().split('\r\n')).toHaveLength(8);
});

it('says what is wrong', async () => {
  expect((await rows('list_nothing')).code).toBe(2);
  expect((await rows('list_accounts', '--form', 'xlsx')).code).toBe(2);
  expect((await rows('list_accounts', '--query', 'colour=red')).stderr).toMatch(/colour|validation|field/i);
  expect((await rows('get_account_timeseries')).code).toBe(1);
});

it('writes an archive, and takes it into an empty organization with a table of the ids', async () => {
  const archive = join(opened().folder, 'all.zip');
  const out = await rows('--archive', archive, '--json');
  expect(out.code).toBe(0);
  expect(out.stderr).toMatch(/people, keys, sessions/);
  const target = await opened().organization('target');
  const taken = await run('import', ['--organization', target, '--archive', archive, '--json'], settings());
  expect([taken.code, taken.stderr]).toEqual([0, '']);
  expect(dataOf(taken)).toMatchObject({ archived_organization: organizationId, ids: `${archive}.ids.csv` });

  const ids = Papa.parse<{ kind: string; archived: string; here: string }>(
    await readFile(`${archive}.ids.csv`, 'utf8'),
    { header: true, skipEmptyLines: true },
  );
  const accounts = async (organization: string) =>
    await opened()
      .context.store.read.selectFrom('accounts')
      .select(['id', 'username'])
      .where('organization_id', '=', organization)
      .execute();
  const here = new Map((await accounts(target)).map(({ id, username }) => [username, id]));
  for (const { id, username } of await accounts(organizationId)) {
    expect(ids.data).toContainEqual({ kind: 'account', archived: id, here: here.get(username) });
  }
  const events = await opened().context.store.read.selectFrom('audit_pending').select('event').execute();
  const placed = await opened().context.store.read.selectFrom('audit_events').select('event').execute();
  const seen = [...events, ...placed].map(({ event }) => event);
  expect(seen).toEqual(expect.arrayContaining(['archive.exported', 'archive.imported']));

  const again = await run('import', ['--organization', target, '--archive', archive], settings());
  expect(again.stderr).toMatch(/empty one only/);
  await writeFile(archive, 'no zip');
  expect((await run('import', ['--organization', target, '--archive', archive], settings())).code).toBe(1);
});
