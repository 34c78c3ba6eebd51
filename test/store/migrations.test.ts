import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrate, migrationNames } from '../../src/store/migrations/migrate.ts';
import { openStore, openUnmigrated } from '../../src/store/open.ts';
import { restoreBackup } from '../../src/store/restore-backup.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import type { Store } from '../../src/store/store.ts';
import { writtenRows } from '../audit/written-rows.ts';
import { oldHistory, run } from './old-rows.ts';
import { emptyDatabase, type TestDatabase } from './open-test-store.ts';
import { rollupDifferences } from './rollup-check.ts';

const earlier = migrationNames.slice(0, -1);
const cases = (['sqlite', 'postgres'] as const).flatMap((dialect) => earlier.map((name) => [dialect, name] as const));

/** A database as an earlier program left it, with rows in it. */
async function oldDatabase(dialect: 'sqlite' | 'postgres', name: string): Promise<TestDatabase> {
  const database = await emptyDatabase(dialect);
  const old = await openUnmigrated(database.setting);
  // From 0030 on there is no table of the days of posts: what stood there is brought there by the program itself.
  const then = name < '0030' ? name : '0029-words-of-posts';
  await migrate(old, then);
  await run(old, oldHistory(then));
  await migrate(old, name, () => undefined);
  await old.close();
  return withCopies(database);
}

function withCopies(database: TestDatabase): TestDatabase {
  const { setting, folder } = database;
  return setting.kind === 'sqlite' ? database : { ...database, setting: { ...setting, copiesIn: folder } };
}

async function copiesOf({ setting, folder }: TestDatabase): Promise<string[]> {
  const where = setting.kind === 'sqlite' ? dirname(setting.file) : folder;
  return (await readdir(where))
    .filter((name) => name.includes('before-') && !/-(wal|shm)$/.test(name))
    .map((name) => `${where}/${name}`);
}

const accounts = async ({ read }: Store) =>
  (await read.selectFrom('accounts').select('id').execute()).map(({ id }) => id);

const postsOf = ({ read }: Store) =>
  read.selectFrom('account_videos').select(['id', 'description', 'view_count']).execute();

// PostgreSQL itself starts here, not within a test's time.
beforeAll(async () => (await emptyDatabase('postgres')).remove());

describe.each(cases)('%s at %s', (dialect, name) => {
  it('is brought forward with all that is in it, and a copy is kept to go back to', async () => {
    const database = await oldDatabase(dialect, name);
    const store = await openStore(database.setting);
    expect(await accounts(store)).toEqual(['a']);
    expect(await postsOf(store)).toEqual([{ id: 1, description: 'Caption', view_count: 100 }]);
    expect(await rollupDifferences(store)).toEqual([]);
    const events = (await writtenRows(store)).map(({ event }) => event);
    expect(events).toEqual(name >= '0004' ? ['key.created'] : []);
    await store.close();
    const [copy = '', ...more] = await copiesOf(database);
    expect(more).toEqual([]);
    await expectCopy(copy, database.setting, name);
    await (await openStore(database.setting)).close();
    expect(await copiesOf(database)).toEqual([copy]);
    await database.remove();
  });
});

/** What the copy says of itself: the steps that were taken, and the rows. */
async function expectCopy(copy: string, { kind }: StoreSetting, name: string): Promise<void> {
  const target = await emptyDatabase('sqlite');
  if (kind === 'postgres') await restoreBackup(target.setting, copy);
  const opened = await openUnmigrated(kind === 'postgres' ? target.setting : { kind: 'sqlite', file: copy });
  expect(await accounts(opened)).toEqual(['a']);
  if (kind === 'sqlite') {
    const { rows } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(opened.read);
    expect(rows.at(-1)?.name).toBe(name);
  }
  await opened.close();
  await target.remove();
}

describe.each(['sqlite', 'postgres'] as const)('a migration of %s that fails', (dialect) => {
  it('leaves the database as it was', async () => {
    const database = await oldDatabase(dialect, '0005-upstream-keys');
    const before = await openUnmigrated(database.setting);
    // In the way of the last statement but one of step 6.
    await sql`create table audit_writers (id text)`.execute(before.write);
    await before.close();
    await expect(openStore(database.setting)).rejects.toThrow();
    const after = await openUnmigrated(database.setting);
    const { rows } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(after.read);
    expect(rows.map((row) => row.name)).toEqual(migrationNames.slice(0, 5));
    expect(await accounts(after)).toEqual(['a']);
    await sql`insert into audit_events (id, at, organization_id, event, facts) values ('e2', '', 'o', '', '')`.execute(
      after.write,
    );
    await sql`drop table audit_writers`.execute(after.write);
    await after.close();
    await (await openStore(database.setting)).close();
    await database.remove();
  });
});

it('of several starts at once on an old database one migrates, and one copy is kept', async () => {
  const database = await oldDatabase('postgres', '0003-text-search');
  const stores = await Promise.all([1, 2, 3].map(() => openStore(database.setting)));
  expect(await copiesOf(database)).toHaveLength(1);
  for (const store of stores) await store.close();
  await database.remove();
});

it('a copy that cannot be kept stops the start before anything is changed', async () => {
  const database = await oldDatabase('postgres', '0005-upstream-keys');
  const { setting } = database;
  await writeFile(join(database.folder, 'a file'), '');
  if (setting.kind !== 'postgres') throw new Error('not PostgreSQL');
  await expect(openStore({ ...setting, copiesIn: join(database.folder, 'a file', 'folder') })).rejects.toThrow(
    /copy to go back to/,
  );
  const after = await openUnmigrated(setting);
  const { rows } = await sql`select 1 from schema_migrations where name like '0006%'`.execute(after.read);
  expect(rows).toEqual([]);
  await after.close();
  await database.remove();
});
