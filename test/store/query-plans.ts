import type Database from 'better-sqlite3';
import { CompiledQuery, Kysely } from 'kysely';
import { z } from 'zod';
import { openStore } from '../../src/store/open.ts';
import { postgresDialect, postgresPool } from '../../src/store/postgres.ts';
import type { HeavyRead } from '../../src/store/readers/heavy-read.ts';
import type { Schema } from '../../src/store/schema.ts';
import { createPrepareRead, WalSqliteDialect } from '../../src/store/sqlite.ts';
import { openForReading, openForWriting } from '../../src/store/sqlite-file.ts';
import type { Dialect, PrepareRead, Store } from '../../src/store/store.ts';
import { emptyDatabase } from './open-test-store.ts';

/** A statement that the program has sent. */
export interface Sent {
  sql: string;
  parameters: readonly unknown[];
}

export interface Watched {
  store: Store;
  /** What was sent since the last call. */
  sent(): readonly Sent[];
  /** The plan of a statement, a line a step. */
  planOf(statement: Sent): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** A store whose every statement is seen. Its tables are empty, so a plan depends on the indexes alone. */
export async function watchedStore(dialect: Dialect): Promise<Watched> {
  const database = await emptyDatabase(dialect);
  const opened = await openStore(database.setting);
  const seen: Sent[] = [];
  const log: Log = ({ query }) => seen.push({ sql: query.sql, parameters: query.parameters });
  const store =
    database.setting.kind === 'sqlite'
      ? await onSqlite(opened, database.setting.file, log)
      : await onPostgres(opened, database.setting.url, log);
  return {
    store,
    sent: () => seen.splice(0),
    planOf: (statement) => planOf(store, statement),
    remove: async () => {
      await store.close();
      await database.remove();
    },
  };
}

/** It looks at one row and the disk, by connections of its own. */
const check = async () => undefined;

type Log = (event: { query: Pick<CompiledQuery, 'sql' | 'parameters'> }) => void;

function watchedReads(reading: Database.Database, log: Log): PrepareRead {
  const prepareRead = createPrepareRead(reading);
  return <Row>(sql: string) => {
    const read = prepareRead<Row>(sql);
    return (parameters) => {
      log({ query: { sql, parameters } });
      return read(parameters);
    };
  };
}

/** Long reads, by the connection whose statements are seen. */
function seenReads(read: Store['read']): Store['readHeavy'] {
  return async <Row>(_organizationId: string, { sql, parameters }: HeavyRead) =>
    (await read.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows;
}

async function onSqlite(opened: Store, file: string, log: Log): Promise<Store> {
  // A process opens a SQLite file once.
  await opened.close();
  const write = new Kysely<Schema>({ dialect: new WalSqliteDialect(openForWriting(file, 5_000)), log });
  const reading = openForReading(file, 5_000);
  const read = new Kysely<Schema>({ dialect: new WalSqliteDialect(reading), log });
  return {
    ...opened,
    write,
    read,
    prepareRead: watchedReads(reading, log),
    readHeavy: seenReads(read),
    check,
    close: async () => void (await Promise.all([write.destroy(), read.destroy()])),
  };
}

/** On empty tables PostgreSQL would read any of them whole: it does so here only where no index serves. */
async function onPostgres(opened: Store, url: string, log: Log): Promise<Store> {
  await opened.close();
  const pool = postgresPool(`${url}?options=-c%20enable_seqscan%3Doff`);
  const database = new Kysely<Schema>({ dialect: postgresDialect(pool), log });
  const readHeavy = seenReads(database);
  return { ...opened, write: database, read: database, readHeavy, check, close: () => database.destroy() };
}

async function planOf({ dialect, read }: Store, { sql, parameters }: Sent): Promise<readonly string[]> {
  if (dialect === 'sqlite') {
    const query = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
    const { rows } = await read.executeQuery(query);
    return z
      .array(z.object({ detail: z.string() }))
      .parse(rows)
      .map(({ detail }) => detail);
  }
  const { rows } = await read.executeQuery(CompiledQuery.raw(`explain ${sql}`, [...parameters]));
  return z
    .array(z.object({ 'QUERY PLAN': z.string() }))
    .parse(rows)
    .map((row) => row['QUERY PLAN']);
}
