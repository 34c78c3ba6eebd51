import type Database from 'better-sqlite3';
import { openForReading } from '../sqlite.ts';
import type { BackupRow, BackupTable, Snapshot } from './backup-file.ts';
import { copiedTables, ownColumns } from './tables.ts';

/** Runs `work` on the file as it is at this moment, while others go on writing. */
export async function withSqliteSnapshot<Result>(
  file: string,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const database = openForReading(file, 5_000);
  try {
    // A read transaction of WAL sees one moment; it begins with its first read.
    database.exec('begin');
    const migrations = database.prepare<[], string>('select name from schema_migrations order by name').pluck().all();
    return await work({
      dialect: 'sqlite',
      migrations,
      tables: copiedTables.map((table) => ({ table, columns: columnsOf(database, table) })).filter(isThere),
      rows: ({ table, columns }) =>
        database
          .prepare<[], unknown[]>(`select ${columns.join(', ')} from ${table}`)
          .raw()
          .iterate(),
    });
  } finally {
    database.close();
  }
}

/** Puts rows into tables that are there and empty. Inside the transaction that the caller has begun. */
export function sqliteLoader(database: Database.Database) {
  let insert: Database.Statement<unknown[]> | null = null;
  let instants: readonly boolean[] = [];
  return {
    table({ table, columns }: BackupTable): void {
      const types = new Map(declared(database, table).map(({ name, type }) => [name, type.toLowerCase()]));
      instants = columns.map((column) => types.get(column) === 'date');
      const marks = columns.map(() => '?').join(', ');
      insert = database.prepare(`insert into ${table} (${columns.map(quoted).join(', ')}) values (${marks})`);
    },
    row(row: BackupRow): void {
      insert?.run(row.map((value, index) => sqliteValue(value, instants[index] === true)));
    },
  };
}

/** PostgreSQL has types of its own for these two, and its instants say +00:00. */
function sqliteValue(value: BackupRow[number], isInstant: boolean): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return isInstant && typeof value === 'string' ? new Date(value).toISOString() : value;
}

interface Column {
  name: string;
  type: string;
  /** 0 where values can be given, else generated. */
  hidden: number;
}

function declared(database: Database.Database, table: string): Column[] {
  return database.prepare<[string], Column>('select name, type, hidden from pragma_table_xinfo(?)').all(table);
}

function columnsOf(database: Database.Database, table: string): string[] {
  return declared(database, table)
    .filter(({ name, hidden }) => hidden === 0 && !ownColumns.includes(name))
    .map(({ name }) => name);
}

function isThere({ columns }: BackupTable): boolean {
  return columns.length > 0;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
