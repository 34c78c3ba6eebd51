import { request } from 'node:http';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { rowOperations } from '../../src/contract/rows.ts';
import { testServer } from '../server/test-server.ts';
import { servingOf } from '../services/serving.ts';
import { callTool } from './ask.ts';

const opened = testServer({ RATE_LIMIT_PER_MINUTE: '100000' });
const answer = z.object({ rows: z.int(), columns: z.array(z.string()), url: z.url(), expires_at: z.iso.datetime() });

async function member(name: string) {
  const server = opened();
  const organizationId = await server.organization(name);
  const own = servingOf(server.dataOf(organizationId).store, organizationId);
  for (const username of ['one', 'two', 'three'])
    await own.account(`${name}.${username}`, { platform: 'tiktok', views: [3, 5] });
  await own.account(`${name}.gram`, { platform: 'instagram' });
  const fullKey = await server.key({ organizationId, scopes: ['read'] });
  const pair = { fullKey, keyId: '' };
  return { own, fullKey, at: { server, url: `${server.url}/mcp`, keys: { read: pair, write: pair } } };
}

const pathOf = (url: string) => new URL(url).pathname;

it('tells how many rows there are, and none of them; the link opens with the key', async () => {
  const { at, fullKey } = await member('ours');
  const args = { list: 'list_accounts', arguments: { platform: 'tiktok' }, form: 'ndjson' };
  const { structure } = await callTool({ at, name: 'export_data', args });
  const told = answer.parse(structure);
  expect(told.rows).toBe(3);
  expect(JSON.stringify(structure)).not.toMatch(/ours\.one|ca_live/);
  expect(Buffer.from(told.url.split('/').at(-1) ?? '', 'base64url').toString()).not.toContain(fullKey);

  const file = await opened().call('GET', pathOf(told.url), { key: fullKey });
  expect(file.status).toBe(200);
  const rows = file.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).username)
    .sort();
  expect(rows).toEqual(['ours.one', 'ours.three', 'ours.two']);
});

it('counts every list and time series as it is exported', async () => {
  const { at, own, fullKey } = await member('all');
  const creator_id = await own.creator('somebody');
  const video_id = await own.video('7411335095394699001', [3]);
  const [account] = (await own.ask('list_accounts')).body.data;
  const [post] = (await own.ask('list_account_videos')).body.data;
  const ids = { account_id: account?.id, creator_id, video_id, platform: post?.platform, account_video_id: post?.id };
  for (const { operation, columns } of rowOperations) {
    const names = Object.keys(operation.params.shape);
    const given = Object.fromEntries(Object.entries(ids).filter(([name]) => names.includes(name)));
    const { structure } = await callTool({ at, name: 'export_data', args: { list: operation.id, arguments: given } });
    const told = answer.parse(structure);
    expect(told.columns).toEqual(columns.map(({ name }) => name));
    const file = await opened().call('GET', pathOf(told.url), { key: fullKey });
    expect([operation.id, file.text.trimEnd().split('\r\n').length - 1]).toEqual([operation.id, told.rows]);
    expect(told.rows).toBeGreaterThan(0);
  }
});

it('opens for nobody else, not for ever, and not changed', async () => {
  const ours = await member('mine');
  const theirs = await member('theirs');
  const { structure } = await callTool({ at: ours.at, name: 'export_data', args: { list: 'list_accounts' } });
  const path = pathOf(answer.parse(structure).url);
  const status = async (target: string, key: string) => (await opened().call('GET', target, { key })).status;
  expect(await status(path, theirs.fullKey)).toBe(404);
  expect(await status(`${path.slice(0, -2)}AA`, ours.fullKey)).toBe(404);
  expect(await status('/v2/exports/e30.e30', ours.fullKey)).toBe(404);
  expect(await status(path, ours.fullKey)).toBe(200);

  // Whoever has no key is led to the dashboard, which asks who they are.
  const bare = await new Promise<[number | undefined, string | undefined]>((resolve) => {
    request(`${opened().url}${path}`, (incoming) => {
      incoming.resume();
      resolve([incoming.statusCode, incoming.headers.location]);
    }).end();
  });
  expect(bare[0]).toBe(302);
  expect(bare[1]).toMatch(/\/exports\/[\w-]+\.[\w-]+$/);

  opened().ahead.ms += 10 * 60_000 + 1_000;
  expect(await status(path, ours.fullKey)).toBe(404);
});

it('refuses what the list itself refuses', async () => {
  const { at } = await member('wrong');
  const failed = async (args: Record<string, unknown>) => (await callTool({ at, name: 'export_data', args })).isError;
  expect(await failed({ list: 'list_accounts', arguments: { colour: 'red' } })).toBe(true);
  expect(await failed({ list: 'delete_account' })).toBe(true);
  expect(await failed({ list: 'get_account_timeseries', arguments: { account_id: 'nobody' } })).toBe(true);
});
