import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';

/** Under SQLite's 32,766 and PostgreSQL's 65,535 parameters a statement for our widest table. */
const mostRows = 256;

export interface BulkInsert<Table extends keyof Schema> {
  table: Table;
  columns: readonly (keyof Schema[Table] & string)[];
  /** What follows the values, e.g. `on conflict (…) do update set …`; fixed text, never a value from outside. */
  onConflict: string;
}

/**
 * Inserts many rows with few statements, in the order given. The batches are powers of two, so that a few texts serve any
 * number of rows and stay prepared; building them with the query builder takes longer than SQLite takes to run them.
 */
export async function bulkInsert<Table extends keyof Schema>(
  dialect: Dialect,
  db: Kysely<Schema>,
  insert: BulkInsert<Table>,
  rows: readonly Schema[Table][],
): Promise<void> {
  let done = 0;
  while (done < rows.length) {
    const size = batchSize(rows.length - done);
    const parameters: unknown[] = [];
    for (let i = done; i < done + size; i++) {
      const row = rows[i];
      if (row === undefined) break;
      for (const column of insert.columns) parameters.push(row[column]);
    }
    await db.executeQuery(CompiledQuery.raw(statement(dialect, insert, size), parameters));
    done += size;
  }
}

function batchSize(left: number): number {
  return left >= mostRows ? mostRows : 2 ** Math.floor(Math.log2(left));
}

const texts = new Map<string, string>();

function statement<Table extends keyof Schema>(dialect: Dialect, insert: BulkInsert<Table>, size: number): string {
  const { table, columns, onConflict } = insert;
  const name = [dialect, table, size, columns.length, onConflict].join('|');
  const known = texts.get(name);
  if (known !== undefined) return known;
  const rows = Array.from({ length: size }, (_, row) => {
    const places = columns.map((_column, i) => (dialect === 'postgres' ? `$${row * columns.length + i + 1}` : '?'));
    return `(${places.join(', ')})`;
  });
  const text = `insert into ${table} (${columns.join(', ')}) values ${rows.join(', ')} ${onConflict}`;
  texts.set(name, text);
  return text;
}
