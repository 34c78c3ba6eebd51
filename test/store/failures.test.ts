import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { StoreUnavailable, storeProblem } from '../../src/store/unavailable.ts';
import { emptyDatabase, openTestStore, testStores } from './open-test-store.ts';
import { addOrganization } from './rows.ts';

describe('a store that cannot be opened', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'creatoraudit-failures-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const failure = async (setting: Parameters<typeof openStore>[0]) => {
    const error = await openStore(setting, { busyTimeoutMs: 20 }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StoreUnavailable);
    const message = error instanceof Error ? error.message : '';
    expect(message).not.toContain('\n');
    return message;
  };

  it('says that the file is no database, and leaves it as it was', async () => {
    const file = join(folder, 'notes.db');
    await writeFile(
      file,
      'these are my notes, and they are long enough to be read as a header of a database file, which they are not '.repeat(
        20,
      ),
    );
    expect(await failure({ kind: 'sqlite', file })).toMatch(/not a SQLite database.*notes\.db/);
  });

  it('says that another program holds the file', async () => {
    const file = join(folder, 'locked.db');
    const holder = new Database(file);
    holder.exec('pragma locking_mode = exclusive; begin exclusive; create table mine (id)');
    expect(await failure({ kind: 'sqlite', file })).toMatch(/Another program holds.*locked\.db/);
    holder.close();
  });

  it('says that the folder cannot be used', async () => {
    const file = join(folder, 'file-not-folder');
    await writeFile(file, '');
    expect(await failure({ kind: 'sqlite', file: join(file, 'store.db') })).toMatch(
      /cannot be opened \((ENOTDIR|EEXIST)\)/,
    );
  });

  it('says that a newer version wrote the database', async () => {
    const { store, setting, remove } = await openTestStore('sqlite');
    await sql`insert into schema_migrations (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`.execute(
      store.write,
    );
    await store.close();
    expect(await failure(setting)).toContain('another version');
    await remove();
  });

  it('says that PostgreSQL does not answer, without the password', async () => {
    const message = await failure({ kind: 'postgres', url: 'postgres://me:secret@127.0.0.1:1/data' });
    expect(message).toMatch(/PostgreSQL does not answer \(ECONNREFUSED\).*127\.0\.0\.1:1\/data/);
    expect(message).not.toContain('secret');
  });

  it('says that PostgreSQL has no TLS where the URL asks for it', async () => {
    const { setting, remove } = await emptyDatabase('postgres');
    if (setting.kind !== 'postgres') throw new Error('not PostgreSQL');
    const message = await failure({ kind: 'postgres', url: `${setting.url}?sslmode=verify-full` });
    expect(message).toMatch(/^PostgreSQL cannot be reached over TLS .*: 127\.0\.0\.1/);
    await remove();
  });

  it('says that PostgreSQL has no such database', async () => {
    const { setting, remove } = await emptyDatabase('postgres');
    if (setting.kind !== 'postgres') throw new Error('not PostgreSQL');
    expect(await failure({ kind: 'postgres', url: `${setting.url}_not` })).toContain('no database of that name');
    await remove();
  });
});

testStores('several processes', (_opened, dialect) => {
  const writer = new URL('./add-organizations.ts', import.meta.url);

  it('that start at once make the tables once and write at the same time', async () => {
    const { setting, remove } = await emptyDatabase(dialect);
    const children = ['a', 'b', 'c'].map((name) => fork(writer, [JSON.stringify(setting), name, '40']));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    const store = await openStore(setting);
    expect(await store.read.selectFrom('organizations').select('id').execute()).toHaveLength(120);
    await store.close();
    await remove();
  });

  it('lose no acknowledged write when one is killed', { timeout: 60_000 }, async () => {
    const { setting, remove } = await emptyDatabase(dialect);
    const acknowledged: string[] = [];
    for (const [trial, enough] of [3, 17, 42].entries()) {
      const child = fork(writer, [JSON.stringify(setting), `t${trial}`, '1000000']);
      let seen = 0;
      child.on('message', (id) => {
        acknowledged.push(String(id));
        seen += 1;
        if (seen === enough) child.kill('SIGKILL');
      });
      await once(child, 'exit');
    }
    const store = await openStore(setting);
    const rows = await store.read.selectFrom('organizations').select('id').execute();
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(62);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    await store.check();
    await store.close();
    await remove();
  });
});

describe('a store that fails while it is used', () => {
  const problemOf = async (work: Promise<unknown>) => {
    const problem = storeProblem(await work.catch((error: unknown) => error));
    expect(problem).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    expect(problem?.detail).not.toMatch(/insert|select|organizations|SQLITE/i);
    return problem?.detail;
  };

  it('reports a full disk and writes nothing partly', async () => {
    const { store, remove } = await openTestStore('sqlite');
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.write);
    await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 2}`).execute(store.write);
    const filling = store.write.transaction().execute(async (transaction) => {
      for (let i = 0; i < 1_000; i++) await addOrganization({ ...store, write: transaction }, `o${i}`);
    });
    expect(await problemOf(filling)).toContain('full');
    expect(await store.read.selectFrom('organizations').select('id').execute()).toEqual([]);
    await store.close();
    await remove();
  });

  it('reports a lock that another process holds, in health too, and goes on reading', async () => {
    const { setting, remove } = await emptyDatabase('sqlite');
    if (setting.kind !== 'sqlite') throw new Error('not SQLite');
    const store = await openStore(setting, { busyTimeoutMs: 20 });
    const other = new Database(setting.file);
    other.exec('begin immediate');
    expect(await problemOf(addOrganization(store, 'o'))).toContain('busy');
    expect(await problemOf(store.check())).toContain('busy');
    expect(await store.read.selectFrom('organizations').select('id').execute()).toEqual([]);
    other.close();
    await store.check();
    await store.close();
    await remove();
  });

  it('reports that PostgreSQL dropped its connections, and works again when it is back', async () => {
    const { store, remove } = await openTestStore('postgres');
    const dropped = store.write.transaction().execute(async (transaction) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction);
    });
    expect(await problemOf(dropped)).toContain('does not answer');
    await store.check();
    await store.close();
    await remove();
  });

  it('is recognised in the errors of libraries that use the store', () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(storeProblem(new Error('Failed to get session', { cause: lost }))?.code).toBe('SERVICE_UNAVAILABLE');
    expect(storeProblem(new Error('Failed to get session', { cause: new Error('other') }))).toBeNull();
  });

  it('reports a bug of ours as a bug and not as an outage', () => {
    expect(storeProblem(new TypeError('x is not a function'))).toBeNull();
    expect(storeProblem(Object.assign(new Error('unique'), { code: 'SQLITE_CONSTRAINT_UNIQUE' }))).toBeNull();
    expect(storeProblem(Object.assign(new Error('unique'), { code: '23505' }))).toBeNull();
    expect(storeProblem('text')).toBeNull();
  });
});
