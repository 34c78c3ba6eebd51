import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from './store.ts';

/** `column` is one of `values`, given as one parameter: any number of them is the same prepared statement. */
export function among(dialect: Dialect, column: string, values: readonly (string | number)[]): RawBuilder<boolean> {
  return dialect === 'postgres'
    ? sql<boolean>`${sql.ref(column)} = any(${values})`
    : sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}
