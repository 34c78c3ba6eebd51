import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../src/mcp/call/access.ts';
import { ask, callTool } from './ask.ts';
import { type KeyName, mcpServer } from './mcp-server.ts';
import { offered as catalog } from './offered-tools.ts';

const at = mcpServer();

const eras = ['legacy', 'modern'] as const;
const writing = catalog.filter((tool) => scopeOf(tool) === 'write').map((tool) => tool.name);

async function listed(key: KeyName | null, search = '', headers = {}): Promise<string[]> {
  const lists = await Promise.all(
    eras.map(async (era) => {
      const { body } = await ask({ at: at(), search, key, era, method: 'tools/list', headers });
      return namesIn(body.result);
    }),
  );
  expect(lists[0]).toEqual(lists[1]);
  return lists[0] ?? [];
}

function namesIn(result: Record<string, unknown> | undefined): string[] {
  const tools: unknown = result?.tools;
  return Array.isArray(tools) ? tools.map((tool: { name: string }) => tool.name) : [];
}

describe('the list', () => {
  it('is the pinned core, in the catalog’s order', async () => {
    const pinned = catalog.filter((tool) => tool.pinned).map((tool) => tool.name);
    expect(await listed('write')).toEqual(pinned);
    expect(await listed(null)).toEqual(pinned);
    expect(await listed('read')).toEqual(pinned.filter((name) => !writing.includes(name)));
  });

  it('shows a read key no writing tool in any choice', async () => {
    for (const search of ['?tools=all', '?tools=core,accounts,videos,creators,workspace,meta', '?read_only=true']) {
      const names = await listed('read', search);
      expect(names.filter((name) => writing.some((writes) => writes === name))).toEqual([]);
      expect(names.length).toBeGreaterThan(5);
    }
  });

  it('is chosen by the URL, else by the header', async () => {
    expect(await listed('write', '?tools=all')).toEqual(catalog.map((tool) => tool.name));
    expect(await listed('write', '', { 'x-mcp-toolsets': 'videos' })).toEqual(
      catalog.filter((tool) => tool.group === 'videos').map((tool) => tool.name),
    );
    expect(await listed('write', '?tools=creators', { 'x-mcp-toolsets': 'videos' })).toContain('create_creator');
    expect(await listed('write', '?tools=account-videos,core')).toContain('get_account_video');
    expect(await listed('write', '?tools=all&read_only=true')).toEqual(await listed('read', '?tools=all'));
    expect(await listed('write', '?tools=all&read_only=True')).toEqual(await listed('read', '?tools=all'));
  });

  it.each(['?tools=nope', '?tools=core,%2e%2e', '?read_only=maybe'])('refuses %s with 400', async (search) => {
    const { status, body } = await ask({ at: at(), search, method: 'tools/list' });
    expect([status, body.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('a call', () => {
  it.each(eras)('of an unknown tool is −32602 (%s)', async (era) => {
    for (const name of ['nope', '__proto__', 'constructor', 'toString', '../list_accounts', '']) {
      const { body } = await ask({ at: at(), era, method: 'tools/call', params: { name } });
      expect([name, body.error?.code]).toEqual([name, -32602]);
    }
  });

  it.each(writing)('of %s with a read key is refused, whatever its arguments', async (name) => {
    for (const era of eras) {
      const { structure, isError } = await callTool({ at: at(), key: 'read', era, name });
      expect(isError).toBe(true);
      expect(structure).toMatchObject({ code: 'INSUFFICIENT_SCOPE', what_to_do_next: expect.any(String) });
      expect(structure.detail).toMatch(/needs the scope write; this key has read\./);
    }
  });

  it.each(writing)('of %s in a read-only connection is refused', async (name) => {
    const { structure } = await callTool({ at: at(), search: '?read_only=true', name });
    expect(structure).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
    // What the key has is not to blame, and the agent must not tell its user so.
    expect(structure.detail).toMatch(/this key has read, write(, admin)?, but .* read_only=true\.$/);
  });

  it('of a tool that is not listed works', async () => {
    const { structure } = await callTool({ at: at(), name: 'get_settings' });
    expect(structure).toMatchObject({ data: { type: 'settings' } });
  });

  it.each(catalog.map((tool) => tool.name))('of %s without a key says how to get and send one', async (name) => {
    const { structure, isError } = await callTool({ at: at(), key: null, name });
    expect([isError, structure.code]).toEqual([true, 'UNAUTHORIZED']);
    expect(structure.detail).toContain('Authorization: Bearer');
    expect(structure.detail).toMatch(/ https?:\S+\/api-keys,/);
  });
});

describe('call_v2_endpoint', () => {
  const read = (args: Record<string, unknown>, key: KeyName = 'write') =>
    callTool({ at: at(), key, name: 'call_v2_endpoint', args });
  const write = (args: Record<string, unknown>, key: KeyName = 'write', search = '') =>
    callTool({ at: at(), search, key, name: 'call_v2_endpoint_write', args });

  it('reads, with its query in the path or beside it', async () => {
    for (const args of [
      { path: '/accounts', query: { limit: 2, platform: 'tiktok' } },
      { path: '/v2/accounts?limit=2&platform=tiktok' },
      { path: 'accounts?limit=2', query: { platform: 'tiktok' } },
    ]) {
      const { structure } = await read(args, 'read');
      expect(structure).toMatchObject({
        status: 200,
        body: { pagination: { limit: 2 }, filters: { platform: 'tiktok' } },
      });
    }
  });

  it('takes the POSTs that only read', async () => {
    const { structure } = await read(
      { method: 'POST', path: '/accounts/metrics', body: { account_ids: [at().server.organizationId] } },
      'read',
    );
    expect(structure).toMatchObject({ status: 200, body: { meta: { not_found: [at().server.organizationId] } } });
  });

  it.each([
    '/../settings',
    '/accounts/../settings',
    '/accounts/%2e%2e/settings',
    '/accounts/..%2fsettings',
    '/accounts%2f',
    '//accounts',
    '/accounts/',
    '/accounts/x/y/z',
    '/api/keys',
    '/openapi.json/..',
    'http://example.com/v2/accounts',
    '/v2/v2/accounts',
    '/accounts\\..\\settings',
    '/accounts/\u0000',
    '/accounts/%',
    '/__proto__',
  ])('reaches nothing by %j', async (path) => {
    const { structure } = await read({ path });
    expect(structure).toMatchObject({ code: 'VALIDATION_ERROR', errors: [{ field: 'path' }] });
  });

  it('does not change anything, and its sister does not read', async () => {
    const creator = { method: 'POST', path: '/creators', body: { name: 'Nobody' } };
    const sister = (name: string) => ({
      code: 'VALIDATION_ERROR',
      errors: [{ field: 'method', message: expect.stringContaining(`call ${name} with the same arguments`) }],
    });
    const toWrite = sister('call_v2_endpoint_write');
    const toRead = sister('call_v2_endpoint');
    expect((await read(creator)).structure).toMatchObject(toWrite);
    for (const method of ['DELETE', 'PATCH', 'PUT', 'delete']) {
      expect((await read({ ...creator, method })).structure).toMatchObject(toWrite);
    }
    expect((await write({ method: 'POST', path: '/videos/metrics' })).structure).toMatchObject(toRead);
    expect((await write({ method: 'GET', path: '/videos' })).structure).toMatchObject(toRead);
    expect((await write({ path: '/creators' })).structure).toMatchObject({ errors: [{ field: 'method' }] });
    expect((await write({ method: 'PUT', path: '/creators' })).structure).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  it('writes only with the scope, and not in a read-only connection', async () => {
    const creator = { method: 'POST', path: '/creators', body: { name: 'Made by a test' } };
    expect((await write(creator, 'read')).structure).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
    expect((await write(creator, 'write', '?read_only=true')).structure).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
    const made = await write(creator);
    expect(made.structure).toMatchObject({ status: 201, body: { data: { type: 'creator' } } });
    const id = JSON.stringify(made.structure).match(/"id":"([^"]+)"/)?.[1];
    expect((await write({ method: 'DELETE', path: `/creators/${id}` })).structure).toEqual({ status: 204 });
  });

  it('names a wrong field of the query', async () => {
    const { structure } = await read({ path: '/accounts', query: { limit: 1000, nope: 1 } });
    expect(structure).toMatchObject({ code: 'VALIDATION_ERROR', errors: [{ field: 'limit' }, { field: 'nope' }] });
  });
});

describe('bad arguments', () => {
  it.each([
    ['list_accounts', { limit: 'many' }, 'limit'],
    ['list_accounts', { nope: 1 }, 'nope'],
    ['list_accounts', { fields: 'nope' }, 'fields'],
    ['list_accounts', { fields: { id: true } }, 'fields'],
    ['list_accounts', { fields: ['id', 'nope'] }, 'fields'],
    ['get_account', {}, 'account_id'],
    ['get_account', { account_id: 7 }, 'account_id'],
    ['get_account', { account_id: '../x' }, 'account_id'],
    ['get_creator_timeseries', { creator_id: '4b0c2a9e-7d1f-4b0e-9a55-0f6f2c1d8e01', period: '5y' }, 'period'],
    ['get_video_deltas', { video_ids: [] }, 'video_ids'],
    ['create_creator', { name: '' }, 'name'],
    ['search_tools', {}, 'query'],
    ['get_help', { topic: 'nope' }, 'topic'],
    ['call_v2_endpoint', { path: '/accounts', method: 'DELETE' }, 'method'],
  ])('of %s %j are named', async (name, args, field) => {
    const { structure, isError } = await callTool({ at: at(), name, args });
    expect(isError).toBe(true);
    expect(structure).toMatchObject({ code: 'VALIDATION_ERROR', what_to_do_next: expect.any(String) });
    expect(structure.errors).toContainEqual({ field, message: expect.any(String) });
  });

  it('that are no object are an error of the protocol', async () => {
    const { body } = await ask({
      at: at(),
      method: 'tools/call',
      params: { name: 'get_help', arguments: ['start'] },
    });
    expect(body.error?.code).toBe(-32602);
  });

  it('an unknown id is not found, with a way to find the right one', async () => {
    const { structure } = await callTool({
      at: at(),
      name: 'get_account',
      args: { account_id: at().server.organizationId },
    });
    expect(structure).toMatchObject({
      code: 'NOT_FOUND',
      what_to_do_next: expect.stringContaining('search_workspace'),
    });
  });
});
