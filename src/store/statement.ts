import { CompiledQuery } from 'kysely';
import type { Dialect, Store } from './store.ts';

/** A statement for both databases, with `?` where a parameter goes. Asked with the parameters, in their order. */
export type Statement<Row> = (
  store: Pick<Store, 'dialect' | 'read'>,
  parameters: readonly unknown[],
) => Promise<readonly Row[]>;

/**
 * A statement of fixed text, for the reads that are asked most: building one anew takes the query builder longer than the
 * database takes to answer it.
 */
export function statement<Row>(text: string): Statement<Row> {
  const texts: Readonly<Record<Dialect, string>> = { sqlite: text, postgres: numbered(text) };
  return async ({ dialect, read }, parameters) => {
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
