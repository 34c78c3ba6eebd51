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
  const texts: Readonly<Record<Dialect, Statement<Row>>> = {
    sqlite: prepared(text.replaceAll('?', sqliteParameter)),
    postgres: prepared(numbered(text)),
  };
  return (store, parameters) => texts[store.dialect](store, parameters);
}

/** The same of a text with its parameters as the store's database writes them. */
export function prepared<Row>(text: string): Statement<Row> {
  const perStore = new WeakMap<PrepareRead, (parameters: readonly unknown[]) => readonly Row[]>();
  const readNow = (prepare: PrepareRead, parameters: readonly unknown[]): readonly Row[] => {
    const ready = perStore.get(prepare) ?? prepare<Row>(text);
    perStore.set(prepare, ready);
    return ready(parameters);
  };
  return async ({ read, prepareRead }, parameters) => {
    if (prepareRead !== null) {
      try {
        return readNow(prepareRead, parameters);
      } catch (error) {
        // Another program holds the file for a moment: the other way waits for it.
        if (!driverCode(error).startsWith('SQLITE_BUSY')) throw error;
      }
    }
    return (await read.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows;
  };
}

/** PostgreSQL numbers its parameters. */
function numbered(text: string): string {
  let count = 0;
  return text.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
}
