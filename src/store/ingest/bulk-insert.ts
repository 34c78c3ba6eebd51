import { CompiledQuery, type Insertable, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';

export interface BulkInsert<Table extends keyof Schema> {
  table: Table;
  columns: readonly (keyof Insertable<Schema[Table]> & string)[];
  /** What follows the rows, e.g. `on conflict (…) do update set …`; fixed text, never a value from outside. */
  onConflict: string;
  /** What is answered of each row, e.g. `day`; fixed text too. */
  returning?: string;
}

/** Under SQLite's 32,766 parameters a statement for our widest table. */
const mostSqliteRows = 256;
/** A statement of a few hundred kilobytes. */
const mostPostgresRows = 2_048;

/**
 * Inserts many rows with few statements, in the order given; no two of them with the same key. Each database has its own quick way
 * (measured; building such statements with the query builder takes longer than running them).
 * @returns what `returning` asks for
 */
export function bulkInsert<Table extends keyof Schema, Row = never>(
  dialect: Dialect,
  db: Kysely<Schema>,
  insert: BulkInsert<Table>,
  rows: readonly Insertable<Schema[Table]>[],
): Promise<Row[]> {
  return insertRows<Row>(dialect, db, insert, rows);
}

interface RowInsert extends Pick<BulkInsert<keyof Schema>, 'onConflict' | 'returning'> {
  table: keyof Schema;
  columns: readonly string[];
}

/** The same for rows of which only the program knows that they fit, as those of an archive. */
export async function insertRows<Row = never>(
  dialect: Dialect,
  db: Kysely<Schema>,
  insert: RowInsert,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<Row[]> {
  const answered: Row[] = [];
  let done = 0;
  while (done < rows.length) {
    const size = dialect === 'sqlite' ? sqliteBatch(rows.length - done) : mostPostgresRows;
    const batch = rows.slice(done, done + size);
    const query = dialect === 'sqlite' ? asParameters<Row>(insert, batch) : asDocument<Row>(insert, batch);
    const { rows: some } = await db.executeQuery(query);
    answered.push(...some);
    done += size;
  }
  return answered;
}

/** PostgreSQL reads one JSON document by the table's own types several times as fast as thousands of parameters. */
function asDocument<Row>(
  { table, columns, onConflict, returning }: RowInsert,
  rows: readonly Readonly<Record<string, unknown>>[],
): CompiledQuery<Row> {
  const names = columns.join(', ');
  const text = `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1::json) ${onConflict}${answering(returning)}`;
  return CompiledQuery.raw(text, [JSON.stringify(rows)]);
}

/** SQLite is quickest with parameters in a statement that stays prepared: batches are powers of two, so that few texts serve any number. */
function asParameters<Row>(insert: RowInsert, rows: readonly Readonly<Record<string, unknown>>[]): CompiledQuery<Row> {
  const parameters: unknown[] = [];
  for (const row of rows) for (const column of insert.columns) parameters.push(row[column]);
  return CompiledQuery.raw(sqliteText(insert, rows.length), parameters);
}

function sqliteBatch(left: number): number {
  return left >= mostSqliteRows ? mostSqliteRows : 2 ** Math.floor(Math.log2(left));
}

const texts = new Map<string, string>();

function sqliteText({ table, columns, onConflict, returning }: RowInsert, size: number): string {
  const name = `${table} ${columns.join()} ${size} ${onConflict}`;
  const known = texts.get(name);
  if (known !== undefined) return known;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const text = `insert into ${table} (${columns.join(', ')}) values ${Array(size).fill(row).join(', ')} ${onConflict}${answering(returning)}`;
  texts.set(name, text);
  return text;
}

function answering(returning: string | undefined): string {
  return returning === undefined ? '' : ` returning ${returning}`;
}
