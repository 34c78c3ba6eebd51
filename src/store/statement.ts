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
  const texts: Readonly<Record<Dialect, string>> = {
    sqlite: text.replaceAll('?', sqliteParameter),
    postgres: numbered(text),
  };
  const prepared = new WeakMap<PrepareRead, (parameters: readonly unknown[]) => readonly Row[]>();
  const readNow = (prepare: PrepareRead, parameters: readonly unknown[]): readonly Row[] => {
    const ready = prepared.get(prepare) ?? prepare<Row>(texts.sqlite);
    prepared.set(prepare, ready);
    return ready(parameters);
  };
  return async ({ dialect, read, prepareRead }, parameters) => {
    if (prepareRead !== null) {
      try {
        return readNow(prepareRead, parameters);
      } catch (error) {
        // Another program holds the file for a moment: the other way waits for it.
        if (!driverCode(error).startsWith('SQLITE_BUSY')) throw error;
      }
    }
    const query = CompiledQuery.raw(texts[dialect], [...parameters]);
    return (await read.executeQuery<Row>(query)).rows;
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
