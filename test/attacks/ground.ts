import { expect } from 'vitest';
import type { Scope } from '../../src/contract/scope.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import type { Json } from '../server/wire.ts';

/** What attacks begin from: a server with data, keys, ids and cursors that are good. */
export interface Ground {
  server: TestServer;
  port: number;
  keys: { write: string; read: string };
  ids: readonly string[];
  cursors: readonly IssuedCursor[];
}

export interface IssuedCursor {
  /** Path below the host, without a query. */
  path: string;
  /** Filters and sort that it was issued for. */
  query: Readonly<Record<string, string>>;
  cursor: string;
}

export async function openGround(settings: Record<string, string> = {}): Promise<Ground> {
  const server = await startTestServer({
    SAMPLE_DATA: 'on',
    RATE_LIMIT_PER_MINUTE: '9999999',
    LOG_LEVEL: 'warn',
    ...settings,
  });
  const key = (scope: Scope) => server.key({ scopes: [scope] });
  const keys = { write: await key('write'), read: await key('read') };
  const rows = async (path: string): Promise<Json[]> => (await server.call('GET', path, { key: keys.read })).body.data;
  const some = await Promise.all(['/v2/accounts', '/v2/creators', '/v2/videos'].map((path) => rows(`${path}?limit=5`)));
  const posts = await rows('/v2/account-videos?limit=5');
  const ids = [...some.flat(), ...posts].map(({ id }) => String(id));
  const port = Number(new URL(server.url).port);
  return { server, port, keys, ids, cursors: await issueCursors(server, keys.read) };
}

const lists: readonly [string, readonly Readonly<Record<string, string>>[]][] = [
  [
    '/v2/accounts',
    [{}, { order_by: 'username', order_direction: 'asc' }, { order_by: 'view_count' }, { platform: 'tiktok' }],
  ],
  ['/v2/account-videos', [{}, { order_by: 'like_count' }, { platform: 'instagram' }]],
  ['/v2/creators', [{}, { order_direction: 'desc' }, { is_active: 'true' }]],
  ['/v2/videos', [{}, { order_by: 'create_time' }]],
];

async function issueCursors(server: TestServer, key: string): Promise<IssuedCursor[]> {
  const issued: IssuedCursor[] = [];
  for (const [path, queries] of lists) {
    for (const query of queries) {
      const search = new URLSearchParams({ ...query, limit: '1' });
      const { body } = await server.call('GET', `${path}?${search}`, { key });
      if (body.pagination.has_next) issued.push({ path, query, cursor: body.pagination.next_cursor });
    }
  }
  return issued;
}

/** Whatever was done to it: it serves, and nothing went wrong inside. */
export async function requireWell({ server, keys }: Ground): Promise<void> {
  expect((await server.call('GET', '/v2/accounts?limit=2', { key: keys.read })).status).toBe(200);
  const params = { name: 'get_overview', arguments: {} };
  const called = await server.call('POST', '/mcp', {
    key: keys.read,
    body: { jsonrpc: '2.0', id: 7, method: 'tools/call', params },
  });
  expect([called.body.id, called.body.result?.isError]).toEqual([7, undefined]);
  const failures = server
    .log()
    .split('\n')
    .filter((line) => /"level":(50|60|"error"|"fatal")/.test(line));
  expect(failures).toEqual([]);
}
