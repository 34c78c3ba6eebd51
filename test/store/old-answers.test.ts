import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { isRecord } from '../../src/contract/is-record.ts';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { realOutside } from '../../src/start/outside.ts';
import { startServer } from '../../src/start/start-server.ts';
import { ownColumns } from '../../src/store/backup/tables.ts';
import { insertRows } from '../../src/store/ingest/bulk-insert.ts';
import { migrate } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { postDays } from '../../src/store/post-days.ts';
import type { Schema } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { videoDays } from '../../src/store/video-days.ts';
import { everyRead } from '../attacks/every-read.ts';
import { briefAuthor } from '../audit/authors.ts';
import { call } from '../server/wire.ts';
import { emptyDatabase, type TestDatabase } from './open-test-store.ts';

/*
 * What an earlier program kept of the sample, days and no levels, is brought forward, and every answer is the same to the
 * byte as of a sample that was levels from its beginning. `at_age` of a post is the one field that an earlier program
 * answered otherwise: it knew nothing of the ages of posts that it had not seen since it kept levels.
 */

/** Of the program that kept days of posts and of individually tracked videos. */
const before = '0021-who-is-who';

/** What it kept: all but looks, levels, and what is made of them. */
const kept = [
  'organizations',
  'instance_facts',
  'id_sequences',
  'api_keys',
  'creators',
  'accounts',
  'account_videos',
  'videos',
  'account_days',
  'creator_days',
  'organization_days',
  'organization_post_days',
] as const satisfies (keyof Schema)[];

/** Half a minute into a day: nothing is due yet, and the sample ends yesterday. */
const now = (Math.floor(Date.now() / 86_400_000) * 86_400 + 30) * 1_000;
const ever = { start: '0000-01-01', end: '9999-12-31' };

const outside = { ...realOutside, now: () => now, log: { write: () => undefined } };

function configOf({ setting, folder }: TestDatabase) {
  return loadConfig({
    PORT: '0',
    DATA_DIR: folder,
    SECRETS_FILE: join(folder, 'secrets.json'),
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...(setting.kind === 'postgres' && { DATABASE_URL: setting.url }),
  });
}

async function keyFor(database: TestDatabase): Promise<string> {
  const config = configOf(database);
  const store = await openStore(config.database);
  const secrets = await openSecrets({ path: config.secretsFile, store, randomBytes: outside.randomBytes });
  const context = {
    ...outside,
    store,
    secrets,
    author: briefAuthor(secrets),
    recovery: true,
    changed: () => undefined,
  };
  const { id } = await store.read.selectFrom('organizations').select('id').executeTakeFirstOrThrow();
  const { fullKey } = await createKey(context, {
    organizationId: id,
    name: 'reads',
    createdBy: 'test',
    scopes: ['read'],
  });
  await store.close();
  return fullKey;
}

/** What every read of the contract answers, status and bytes, of all things and some of the posts. */
async function answersOf(database: TestDatabase, key: () => Promise<string>): Promise<Map<string, string>> {
  const server = await startServer(configOf(database), outside);
  try {
    const fullKey = await key();
    const ask = (method: string, path: string, body?: unknown) =>
      call(server.url, method, path, { key: fullKey, ...(body !== undefined && { body }) });
    const list = async (path: string) => (await ask('GET', `/v2/${path}?limit=200`)).body.data;
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
    const posts: readonly { platform: string; id: number }[] = await list('account-videos');
    const reads = everyRead({
      account_id: ids(await list('accounts')),
      creator_id: ids(await list('creators')),
      video_id: ids(await list('videos')),
      post: posts.filter((_, index) => index % 5 === 0),
    });
    const answers = new Map<string, string>();
    for (const { operation, path, body } of reads.filter((read) => !ofTheServer.has(read.operation.id))) {
      for (const query of queriesOf(operation)) {
        const { status, text } = await ask(operation.method, path + query, body);
        answers.set(`${operation.method} ${path}${query}`, `${status} ${text}`);
      }
    }
    return answers;
  } finally {
    await server.stop();
  }
}

/** They speak of the server, of the key that asks, and of what was asked with it. */
const ofTheServer = new Set(['get_health', 'get_meta', 'get_api_key_info', 'get_usage']);

function queriesOf({ id, query }: { id: string; query: { shape: object } }): readonly string[] {
  const day = (ago: number) => new Date(now - ago * 86_400_000).toISOString().slice(0, 10);
  if (id === 'search_workspace') return ['?q=a'];
  if (!('period' in query.shape)) return [''];
  const custom = `?period=custom&start_date=${day(118)}&end_date=${day(40)}`;
  return ['', '?period=90d', ...('start_date' in query.shape ? [custom] : [])];
}

/** A database of the earlier program with what is in this one. */
async function asBefore(from: TestDatabase, to: TestDatabase): Promise<void> {
  const store = await openStore(configOf(from).database);
  const old = await openUnmigrated(configOf(to).database);
  await migrate(old, before);
  for (const table of kept) {
    const rows = await store.read.selectFrom(table).selectAll().execute();
    const columns = (await columnsOf(old, table)).filter((column) => !notYet.includes(column));
    await sql`delete from ${sql.table(table)}`.execute(old.write);
    await insertRows(old.dialect, old.write, { table, columns, onConflict: '' }, rows.map(asRecord));
  }
  const videos = await store.read.selectFrom('videos').select(['id', 'organization_id']).execute();
  const posts = await store.read.selectFrom('account_videos').select(['id', 'platform', 'organization_id']).execute();
  for (const { id, platform, organization_id } of posts) {
    const days = (await postDays(store, organization_id, { platform, ids: [id] }, ever)).get(id) ?? [];
    await insertDays(
      old,
      'account_video_days',
      days.map((day) => ({ platform, video_id: id, organization_id, ...day })),
    );
  }
  for (const { id, organization_id } of videos) {
    const days = (await videoDays(store, organization_id, [id], ever)).get(id) ?? [];
    await insertDays(
      old,
      'video_days',
      days.map((day) => ({ video_id: id, organization_id, ...day })),
    );
  }
  await store.close();
  await old.close();
  await cp(join(from.folder, 'secrets.json'), join(to.folder, 'secrets.json'));
}

/** Which run tells a post's counts, and what the databases make themselves. */
const notYet = [...ownColumns, 'run_at', 'run_origin'];

async function columnsOf({ dialect, read }: Store, table: string): Promise<string[]> {
  const { rows } =
    dialect === 'sqlite'
      ? await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(read)
      : await sql<{ name: string }>`select column_name as name from information_schema.columns
        where table_name = ${table} and is_generated = 'NEVER'`.execute(read);
  return rows.map(({ name }) => name);
}

function asRecord(row: unknown): Readonly<Record<string, unknown>> {
  return isRecord(row) ? row : {};
}

async function insertDays({ write }: Store, table: string, rows: readonly Readonly<Record<string, unknown>>[]) {
  const [first] = rows;
  if (first === undefined) return;
  const names = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  const values = sql.join(rows.map((row) => sql`(${sql.join(Object.values(row))})`));
  await sql`insert into ${sql.table(table)} (${names}) values ${values}`.execute(write);
}

// PostgreSQL itself starts here, not within a test's time.
beforeAll(async () => (await emptyDatabase('postgres')).remove());

describe.each(['sqlite', 'postgres'] as const)('the sample as an earlier program kept it, on %s', (dialect) => {
  it('answers the same to the byte when it is brought forward', { timeout: 240_000 }, async () => {
    const [now, old] = [await emptyDatabase(dialect), await emptyDatabase(dialect)];
    let key = '';
    const wanted = await answersOf(now, async () => {
      key = await keyFor(now);
      return key;
    });
    await asBefore(now, old);
    const answers = await answersOf(old, async () => key);
    expect([...answers.keys()]).toEqual([...wanted.keys()]);
    expect([...answers].filter(([asked, answer]) => answer !== wanted.get(asked))).toEqual([]);
    expect(wanted.size).toBeGreaterThan(300);
    expect([...wanted.values()].filter((answer) => !answer.startsWith('200 '))).toEqual([]);
    const ages = async (database: TestDatabase) => {
      const store = await openStore(configOf(database).database);
      const rows = await store.read.selectFrom('post_ages').selectAll().orderBy('post_id').execute();
      await store.close();
      return rows;
    };
    expect(await ages(old)).toEqual(await ages(now));
    expect((await ages(old)).length).toBeGreaterThan(100);
    for (const database of [now, old]) await database.remove();
  });
});
