import { CompiledQuery } from 'kysely';
import { sqliteParameter } from './parameter.ts';
import type { Dialect, PrepareRead, Store } from './store.ts';
import { driverCode } from './unavailable.ts';

/** A statement for both databases, with `?` where a parameter goes. Asked with the parameters, in their order. */
export type Statement<Row> = (
  store: Pick<Store, 'dialect' | 'read' | 'prepareRead'>,
  parameters: readonly unknown[],
) => Promise<readonly Row[]>;

/**
 * A statement of fixed text, for the reads that are asked most: building one anew takes the query builder longer than the
 * database takes to answer it.
 */
export function statement<Row>(text: string): Statement<Row> {
  const statements: Readonly<Record<Dialect, PreparedRead<Row>>> = {
    sqlite: prepared(text.replaceAll('?', sqliteParameter)),
    postgres: prepared(numbered(text)),
  };
  return (store, parameters) => statements[store.dialect].ask(store, parameters);
}

/** A text with its parameters as the store's database writes them. */
export interface PreparedRead<Row> {
  readonly ask: Statement<Row>;
  readonly askNow: ReadNow<Row>;
}

/**
 * A synchronous read on SQLite: several in a row see the same moment, since this process writes nothing between them.
 * Throws the driver's error, also if another program holds the file for a moment.
 */
export type ReadNow<Row> = (prepareRead: PrepareRead, parameters: readonly unknown[]) => readonly Row[];

/** Prepares a text once for each store, at its first use. */
export function prepared<Row>(text: string): PreparedRead<Row> {
  const perStore = new WeakMap<PrepareRead, (parameters: readonly unknown[]) => readonly Row[]>();
  const askNow: ReadNow<Row> = (prepareRead, parameters) => {
    const ready = perStore.get(prepareRead) ?? prepareRead<Row>(text);
    perStore.set(prepareRead, ready);
    return ready(parameters);
  };
  return {
    askNow,
    async ask({ read, prepareRead }, parameters) {
      if (prepareRead !== null) {
        try {
          return askNow(prepareRead, parameters);
        } catch (error) {
          // The asynchronous way waits until the file is free.
          if (!isBusy(error)) throw error;
        }
      }
      return (await read.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows;
    },
  };
}

/** A statement of fixed text for SQLite alone, with `?` where a parameter goes. */
export function readNow<Row>(text: string): ReadNow<Row> {
  return prepared<Row>(text.replaceAll('?', sqliteParameter)).askNow;
}

/** Whether another program holds the file for a moment. */
export function isBusy(error: unknown): boolean {
  return driverCode(error).startsWith('SQLITE_BUSY');
}

/** PostgreSQL numbers its parameters. */
function numbered(text: string): string {
  let count = 0;
  return text.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
}
