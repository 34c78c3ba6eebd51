import { request } from 'node:http';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowOperations } from '../../src/contract/rows.ts';
import { unescapedCell } from '../../src/csv/cell.ts';
import { deleteKey } from '../../src/keys/lifecycle/change.ts';
import { startTestServer, type TestServer } from '../server/start-test-server.ts';
import { type Serving, servingOf } from '../services/serving.ts';
import { fillLists } from './fill-lists.ts';

const csv = { Accept: 'text/csv' };
const ndjson = { Accept: 'application/x-ndjson' };

/** More than one page of the most rows. */
const manyCreators = 450;
const hostile = ['=1+1', '+1', '-1', '@sum(a1)', "'=1", 'a,"b"', '\u{1f600} ok'];

describe.each(['sqlite', 'postgres'] as const)('rows as files on %s', (dialect) => {
  let server: TestServer;
  let own: Serving;
  let key = '';

  beforeAll(async () => {
    server = await startTestServer({ RATE_LIMIT_PER_MINUTE: '100000' }, dialect);
    const organizationId = await server.organization('one');
    own = servingOf(server.dataOf(organizationId).store, organizationId);
    await fillLists(own, 'one');
    for (let index = 0; index < manyCreators; index += 1) await own.creator(hostile[index] ?? `creator ${index}`);
    key = await server.key({ organizationId, scopes: ['read'] });
  });
  afterAll(() => server.stop());

  const get = (path: string, headers: Record<string, string> = {}) => server.call('GET', path, { key, headers });

  /** A path with the first of what it is about. */
  async function filled(path: string): Promise<string> {
    const [, list = '', parameter = ''] = /^\/([a-z-]+)\/.*?\{/.exec(path) ?? [];
    if (list === '') return `/v2${path}`;
    const { data } = (await get(`/v2/${list}?limit=1`)).body;
    const { id, platform } = data[0];
    return `/v2${path.replace('{platform}', platform).replace(/\{\w+\}/, id)}${parameter}`;
  }

  /** Every row by the pages of the JSON API. */
  async function paged(path: string, isPaged: boolean): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let cursor = '';
    do {
      const { body } = await get(`${path}${isPaged ? `?limit=100${cursor}` : ''}`);
      rows.push(...body.data);
      const next: unknown = body.pagination?.next_cursor;
      cursor = typeof next === 'string' ? `&cursor=${encodeURIComponent(next)}` : '';
    } while (cursor !== '');
    return rows;
  }

  it.each(rowOperations.map((rows) => [rows.operation.id, rows] as const))(
    '%s',
    async (_id, { operation, columns, isPaged }) => {
      const path = await filled(operation.path);
      const wanted = await paged(path, isPaged);
      expect(wanted.length).toBeGreaterThan(0);

      const lines = (await get(path, ndjson)).text.trimEnd().split('\n');
      expect(lines.map((line): unknown => JSON.parse(line))).toEqual(wanted);

      const answer = await get(path, csv);
      expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
      const { data } = Papa.parse<string[]>(answer.text, { delimiter: ',', newline: '\r\n', skipEmptyLines: true });
      const [header = [], ...rows] = data;
      expect(header).toEqual(columns.map(({ name }) => name));
      expect(rows).toHaveLength(wanted.length);
      rows.forEach((row, index) => {
        const cells = columns.map(({ path: at }) =>
          at.reduce<unknown>((value, name) => Object(value)[name], wanted[index]),
        );
        expect(row.map(unescapedCell)).toEqual(cells.map(shown));
      });
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d)/);
    },
  );

  it('takes the filters in use, and one page where a limit asks for it', async () => {
    const all = await get('/v2/creators?is_active=false', ndjson);
    expect(all.text.trimEnd().split('\n')).toHaveLength(2);
    const page = await get('/v2/creators?limit=7', ndjson);
    expect(page.text.trimEnd().split('\n')).toHaveLength(7);
    const none = await get('/v2/creators?q=nobody-at-all', csv);
    expect(none.text.split('\r\n')).toHaveLength(2);
  });

  it('refuses with a problem before a row is sent', async () => {
    expect((await get('/v2/creators?colour=red', csv)).status).toBe(422);
    expect((await get('/v2/whoami', csv)).status).toBe(406);
    expect((await get('/v2/creators', { Accept: 'text/html' })).status).toBe(406);
    expect((await server.call('GET', '/v2/creators', { headers: csv })).status).toBe(401);
  });

  it('gives JSON to whoever prefers it, or anything', async () => {
    for (const accept of ['*/*', 'application/json, text/csv', 'text/csv;q=0.5, application/json', 'application/*']) {
      expect((await get('/v2/creators', { Accept: accept })).headers.get('content-type')).toBe('application/json');
    }
    const answer = await get('/v2/creators', { Accept: 'application/json;q=0.5, text/csv; charset=utf-8' });
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
  });
});

describe('rows within the limit of a key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ RATE_LIMIT_PER_MINUTE: '2' });
  });
  afterAll(() => server.stop());

  async function begun(): Promise<{
    organizationId: string;
    key: string;
    id: string;
    text: () => string;
    ended: Promise<'whole' | 'cut off'>;
  }> {
    const organizationId = await server.organization('many');
    const own = servingOf(server.dataOf(organizationId).store, organizationId);
    for (let index = 0; index < manyCreators; index += 1) await own.creator(`creator ${index}`);
    const key = await server.key({ organizationId, scopes: ['read'] });
    const row = await server.context.store.read
      .selectFrom('api_keys')
      .select('id')
      .where('organization_id', '=', organizationId)
      .executeTakeFirstOrThrow();
    server.freshMinute();
    let text = '';
    let twoPages = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      twoPages = resolve;
    });
    const ended = new Promise<'whole' | 'cut off'>((resolve, reject) => {
      const headers = { ...ndjson, Authorization: `Bearer ${key}` };
      const outgoing = request(`${server.url}/v2/creators`, { headers }, (incoming) => {
        incoming.on('data', (chunk) => {
          text += String(chunk);
          if (text.split('\n').length > 400) twoPages();
        });
        incoming.on('end', () => resolve('whole'));
        incoming.on('error', () => resolve('cut off'));
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
    await waits;
    return { organizationId, key, id: row.id, text: () => text, ended };
  }

  it('wait for the next minute, and come whole', async () => {
    const { key, text, ended } = await begun();
    expect(text().trimEnd().split('\n')).toHaveLength(400);
    expect((await server.call('GET', '/v2/whoami', { key })).status).toBe(429);
    server.freshMinute();
    expect(await ended).toBe('whole');
    expect(text().trimEnd().split('\n')).toHaveLength(manyCreators);
  });

  it('are cut off where the key is deleted in between', async () => {
    const { organizationId, id, text, ended } = await begun();
    await deleteKey(server.context, { organizationId, keyId: id });
    server.freshMinute();
    expect(await ended).toBe('cut off');
    expect(text().trimEnd().split('\n')).toHaveLength(400);
  });
});

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
