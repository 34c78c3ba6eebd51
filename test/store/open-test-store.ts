import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { StoreSetting } from '../../src/store/setting.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import type { PostgresAnswer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Only these databases, in a run that asks the same tests hundreds of times (test/mutation); both where left out. */
    dialects?: readonly Dialect[];
  }
}

export interface TestDatabase {
  setting: StoreSetting;
  /** Where the file is (SQLite), else an empty folder of its own. */
  folder: string;
  remove(): Promise<void>;
}

export interface TestStore extends TestDatabase {
  store: Store;
}

/**
 * Runs a suite on SQLite and on PostgreSQL, each with a fresh database that goes afterwards:
 *
 *   testStores('accounts', (opened) => {
 *     it('…', async () => { const { store } = opened(); … });
 *   });
 */
export function testStores(name: string, suite: (opened: () => TestStore, dialect: Dialect) => void): void {
  const dialects: readonly Dialect[] = inject('dialects') ?? ['sqlite', 'postgres'];
  describe.each(dialects)(`${name} on %s`, (dialect) => {
    let current: TestStore | undefined;
    beforeAll(async () => {
      current = await openTestStore(dialect);
    });
    afterAll(async () => {
      await current?.store.close();
      await current?.remove();
    });
    suite(() => {
      if (current === undefined) throw new Error('the store opens in beforeAll');
      return current;
    }, dialect);
  });
}

/** A fresh, migrated store; close it, then call `remove`. */
export async function openTestStore(dialect: Dialect): Promise<TestStore> {
  const database = await emptyDatabase(dialect);
  return { ...database, store: await openStore(database.setting) };
}

/** A database that nothing has opened yet. */
export async function emptyDatabase(dialect: Dialect): Promise<TestDatabase> {
  // Asked for first: when PostgreSQL cannot start, no folder is left behind.
  const server = dialect === 'postgres' ? await postgresAddress() : null;
  const folder = await mkdtemp(join(tmpdir(), 'creatoraudit-store-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (server === null) {
    return { setting: { kind: 'sqlite', file: join(folder, 'store.db') }, folder, remove: removeFolder };
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(server, `create database ${name}`);
  return {
    setting: { kind: 'postgres', url: `${server}/${name}` },
    folder,
    remove: async () => {
      await asOwner(server, `drop database ${name} with (force)`);
      await removeFolder();
    },
  };
}

async function postgresAddress(): Promise<string> {
  const answer: PostgresAnswer = JSON.parse(await text(connect(inject('postgresDoor'), '127.0.0.1')));
  if (answer.kind === 'failed') throw new Error(answer.reason);
  return `postgres://test@127.0.0.1:${answer.port}`;
}

async function asOwner(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}
