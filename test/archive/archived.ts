import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { accountVideoUuid, readAccountVideoUuid } from '../../src/contract/account-video-id.ts';
import { isRecord } from '../../src/contract/is-record.ts';
import { writeArchive } from '../../src/export/archive/write-archive.ts';
import { importArchive } from '../../src/import/archive/import-archive.ts';
import { limits } from '../../src/import/limits.ts';
import { everyRead } from '../attacks/every-read.ts';
import type { TestServer } from '../server/start-test-server.ts';

/** Where an organization is: on a server, with a key of its own. */
export interface Place {
  readonly server: TestServer;
  readonly organizationId: string;
  readonly key: string;
}

/** Ids here, and what they were in the archive. */
export type Changed = ReadonlyMap<string | number, string | number>;

export async function newPlace(server: TestServer, name: string): Promise<Place> {
  const organizationId = await server.organization(name);
  return { server, organizationId, key: await server.key({ organizationId, scopes: ['read'] }) };
}

export async function exported({ server, organizationId }: Place, name: string): Promise<string> {
  const path = join(server.folder, name);
  const { store } = server.context;
  await writeArchive({ store, organizationId, version: '1.2.3', now: Date.now() }, createWriteStream(path));
  return path;
}

export async function imported({ server, organizationId }: Place, path: string): Promise<Changed> {
  const closing = async () => undefined;
  const { changed } = await importArchive({ ...server.context, limits, closing }, { organizationId, path });
  return new Map([...changed()].map(({ archived, here }) => [here, archived]));
}

/** What every read operation of the contract answers about everything that there is, with ids as they were in the archive. */
export async function everyAnswer(place: Place, changed: Changed = new Map()): Promise<Map<string, unknown>> {
  const list = async (path: string) => (await asked(place, 'GET', `/v2/${path}?limit=200`)).data;
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  const posts: readonly { platform: string; id: number }[] = await list('account-videos');
  const reads = everyRead({
    account_id: ids(await list('accounts')),
    creator_id: ids(await list('creators')),
    video_id: ids(await list('videos')),
    post: posts,
  });
  const answers = new Map<string, unknown>();
  for (const { operation, path, body } of reads.filter((read) => !ofTheServer.has(read.operation.id))) {
    const query = operation.id === 'search_workspace' ? '?q=a' : '';
    const all = 'period' in operation.query.shape ? '?period=90d' : query;
    const answer = await asked(place, operation.method, `${path}${all}`, body);
    const name = path.split('/').map((part) => toldName(part, changed));
    answers.set(name.join('/'), sorted(told(answer, changed)));
  }
  return answers;
}

/** They speak of the server, of the key that asks, and of what was asked with it. */
const ofTheServer = new Set(['get_health', 'get_meta', 'get_api_key_info', 'get_usage']);

async function asked({ server, key }: Place, method: string, path: string, body?: unknown) {
  const answer = await server.call(method, path, { key, ...(body !== undefined && { body }) });
  if (answer.status !== 200) throw new Error(`${method} ${path} → ${answer.status} ${answer.text}`);
  return answer.body;
}

/** An answer, with the ids of the archive in place of those here. Of numbers only ids are meant. */
function told(value: unknown, changed: Changed): unknown {
  if (Array.isArray(value)) return value.map((part) => told(part, changed));
  if (typeof value === 'string') return toldText(value, changed);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, part]): [string, unknown] => {
    if (name === 'next_cursor') return [name, null];
    const isId = name === 'id' && typeof part === 'number';
    // Batches are keyed by ids.
    return [toldName(name, changed), isId ? (changed.get(part) ?? part) : told(part, changed)];
  });
  return Object.fromEntries(entries);
}

/** A part of a path, or a key of an object. */
function toldName(name: string, changed: Changed): string {
  return /^\d+$/.test(name) ? String(changed.get(Number(name)) ?? name) : toldText(name, changed);
}

function toldText(text: string, changed: Changed): string {
  const post = readAccountVideoUuid(text);
  const archived = post === null ? undefined : changed.get(post.id);
  if (post === null || typeof archived !== 'number') return String(changed.get(text) ?? text);
  return accountVideoUuid({ ...post, id: archived });
}

/** Rows that are alike in what they are sorted by come in the order of their ids, and those may be others. */
function sorted(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return { ...value, ...(Array.isArray(value.data) && { data: value.data.map(placeless).sort() }) };
}

/** A row without its place among others. */
function placeless(row: unknown): string {
  if (!isRecord(row)) return JSON.stringify(row);
  const { rank, ...rest } = row;
  return JSON.stringify(rest);
}
