import { beforeAll, describe, expect, it } from 'vitest';
import { type Ran, run } from '../cli/command-line.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { testServer } from '../server/test-server.ts';

const rpc = (name: string, args: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

async function rowsOf({ context }: Pick<TestServer, 'context'>, count: number) {
  const read = () =>
    context.store.read.selectFrom('audit_events').selectAll().where('event', 'like', 'call.%').orderBy('seq').execute();
  await expect.poll(async () => (await read()).length, { timeout: 3_000 }).toBeGreaterThanOrEqual(count);
  return await read();
}

describe('the trail of calls', () => {
  const at = testServer();
  let key = '';
  beforeAll(async () => {
    key = await at().key({ name: 'agent', scopes: ['write'] });
    const reader = await at().key({ name: 'reader', scopes: ['read'] });
    const headers = { 'User-Agent': 'agent/1.0 (x)' };
    const mcp = (body: object, as = key) => at().call('POST', '/mcp', { key: as, headers, body });
    await mcp(rpc('list_accounts', { limit: 3 }));
    await mcp(rpc('get_account', { account_id: 'secret-looking' }));
    await mcp(rpc('create_creator', { name: 'Ana' }), reader);
    await mcp(rpc('no_such_tool'));
    await mcp(rpc('call_v2_endpoint_write', { method: 'POST', path: '/creators', body: { name: 'Bo' } }));
    await mcp([rpc('get_overview'), rpc('get_overview')]);
    await at().call('POST', '/v2/creators', { key, headers, body: { name: 'Cy' } });
    await at().call('GET', '/v2/creators', { key, headers });
    await at().call('POST', '/mcp', { headers, body: rpc('list_accounts') });
  });

  it('has a row for every tool call and every write over REST, and none for what came without a key', async () => {
    const rows = await rowsOf(at(), 8);
    expect(rows.map(({ event, operation, outcome, code }) => [event, operation, outcome, code])).toEqual([
      ['call.tool', 'list_accounts', 'ok', null],
      ['call.tool', 'get_account', 'error', 'VALIDATION_ERROR'],
      ['call.tool', 'create_creator', 'refused', 'INSUFFICIENT_SCOPE'],
      ['call.tool', 'unknown', 'error', 'UNKNOWN_TOOL'],
      ['call.tool', 'call_v2_endpoint_write', 'ok', null],
      ['call.tool', 'get_overview', 'ok', null],
      ['call.tool', 'get_overview', 'ok', null],
      ['call.rest', 'create_creator', 'ok', null],
    ]);
    expect(rows[4]?.facts).toBe('{"reached":"create_creator"}');
    const keys = await at().context.store.read.selectFrom('api_keys').select(['id', 'name']).execute();
    const idOf = (name: string) => keys.find((row) => row.name === name)?.id;
    for (const row of rows) {
      expect(row).toMatchObject({ organization_id: at().organizationId, client: 'agent/1.0', person_id: null });
      expect(row.key_id).toBe(idOf(row.outcome === 'refused' ? 'reader' : 'agent'));
      expect(row.ms).toBeGreaterThan(0);
      expect(row.bytes).toBeGreaterThanOrEqual(row.operation === 'unknown' ? 0 : 1);
    }
    expect(JSON.stringify(rows)).not.toMatch(/secret-looking|Ana|ca_live_/);
  });

  it('is verified and exported by commands beside the running server', async () => {
    const settings = { DATA_DIR: at().folder, SECRETS_FILE: `${at().folder}/secrets.json` };
    await rowsOf(at(), 8);
    const whole = await run('audit', ['verify', '--json'], settings);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    const exported = await run('audit', ['export'], settings);
    const rows = linesOf(exported).map((line) => JSON.parse(line));
    expect(rows.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['process.started', 'key.created', 'call.tool', 'call.rest']),
    );
    const csv = await run('audit', ['export', '--format', 'csv', '--since', '1h'], settings);
    expect(linesOf(csv)).toHaveLength(rows.length + 1);
    expect((await run('audit', ['export', '--organization', 'nobody'], settings)).code).toBe(1);
    for (const wrong of [
      ['verify', '--end', 'x'],
      ['export', '--format', 'xml'],
      ['export', '--since', 'ever'],
      ['prune', '--older-than', '1h'],
    ]) {
      expect([wrong, (await run('audit', wrong, settings)).code]).toEqual([wrong, 2]);
    }
    await at()
      .context.store.write.updateTable('audit_events')
      .set({ outcome: 'ok' })
      .where('outcome', '=', 'refused')
      .execute();
    const broken = await run('audit', ['verify'], settings);
    expect([broken.code, broken.stdout]).toEqual([1, expect.stringContaining('broken at row')]);
  });
});

function linesOf({ stdout }: Ran): string[] {
  return stdout.split('\n').filter((line) => line !== '');
}

it('keeps arguments only with AUDIT_ARGUMENTS=on, and then no secret in them', async () => {
  const server = await startTestServer({ AUDIT_ARGUMENTS: 'on' });
  const key = await server.key();
  const metadata = { api_token: 'hidden-words', note: `was ${key}` };
  await server.call('POST', '/mcp', { key, body: rpc('create_creator', { name: 'Ana', metadata }) });
  const [row] = await rowsOf(server, 1);
  expect(JSON.parse(row?.facts ?? '')).toEqual({
    arguments: '{"name":"Ana","metadata":{"api_token":"[hidden]","note":"was [key]"}}',
  });
  await server.stop();
});

it('folds what a key is refused over its limit into one row a minute, whatever its client calls itself', async () => {
  const server = await startTestServer({ RATE_LIMIT_PER_MINUTE: '3' });
  const key = await server.key();
  server.freshMinute();
  for (let at = 0; at < 60; at += 1) {
    const headers = { 'User-Agent': `agent-${at}/1.0` };
    const body = rpc(at % 2 === 0 ? 'get_overview' : 'list_creators');
    if (at % 3 === 0) await server.call('POST', '/v2/creators', { key, headers, body: { name: 'Ana' } });
    else await server.call('POST', '/mcp', { key, headers, body });
  }
  const refused = async () => (await rowsOf(server, 4)).filter(({ code }) => code === 'RATE_LIMITED');
  await expect.poll(async () => (await refused()).length).toBe(1);
  // What follows in the same minute has no row of its own, and is counted by the next one.
  for (let at = 0; at < 40; at += 1) await server.call('POST', '/mcp', { key, body: rpc('get_overview') });
  server.freshMinute();
  await expect.poll(async () => (await refused()).length, { timeout: 5_000 }).toBe(2);
  const rows = await refused();
  const times = rows.map(({ facts }) => Number(JSON.parse(facts).times ?? 1));
  expect(times.reduce((sum, count) => sum + count, 0)).toBe(97);
  expect(new Set(rows.map(({ at }) => at.slice(0, 16))).size).toBe(2);
  await server.stop();
});
