import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import type { BackupRow, BackupTable, Snapshot } from './backup-file.ts';
import { copiedTables, ownColumns } from './tables.ts';

const rowsPerRead = 2_000;
const rowsPerInsert = 500;

/** Runs `work` on the database as it is at this moment, while others go on writing. */
export function withPostgresSnapshot<Result>(
  database: Kysely<Schema>,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      await sql`set local timezone = 'UTC'`.execute(transaction);
      const applied = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(
        transaction,
      );
      const tables: BackupTable[] = [];
      for (const table of copiedTables) {
        const columns = await columnsOf(transaction, table);
        if (columns.length > 0) tables.push({ table, columns });
      }
      return await work({
        dialect: 'postgres',
        migrations: applied.rows.map(({ name }) => name),
        tables,
        rows: (table) => rowsOf(transaction, table),
      });
    });
}

/** By a cursor of the server: a table may be larger than our memory. */
async function* rowsOf(transaction: Kysely<Schema>, { table, columns }: BackupTable): AsyncGenerator<unknown[]> {
  const values = sql.join(columns.map((column) => sql.ref(column)));
  await sql`declare backup_rows no scroll cursor for select jsonb_build_array(${values}) as row from ${sql.table(table)}`.execute(
    transaction,
  );
  for (;;) {
    const { rows } = await sql<{ row: unknown[] }>`fetch forward ${sql.lit(rowsPerRead)} from backup_rows`.execute(
      transaction,
    );
    for (const { row } of rows) yield row;
    if (rows.length < rowsPerRead) break;
  }
  await sql`close backup_rows`.execute(transaction);
}

/** Puts rows into tables that are there and empty. Inside the transaction that the caller has begun. */
export function postgresLoader(transaction: Kysely<Schema>) {
  let at: BackupTable | null = null;
  let held: Record<string, BackupRow[number]>[] = [];

  async function flush(): Promise<void> {
    if (at === null || held.length === 0) return;
    const names = sql.join(at.columns.map((column) => sql.ref(column)));
    const rows = JSON.stringify(held);
    held = [];
    await sql`insert into ${sql.table(at.table)} (${names})
      select ${names} from jsonb_populate_recordset(null::${sql.table(at.table)}, ${rows}::jsonb)`.execute(transaction);
  }

  return {
    async table(table: BackupTable): Promise<void> {
      await flush();
      at = table;
    },
    row(row: BackupRow): Promise<void> | undefined {
      held.push(Object.fromEntries((at?.columns ?? []).map((column, index) => [column, row[index] ?? null])));
      return held.length < rowsPerInsert ? undefined : flush();
    },
    flush,
  };
}

async function columnsOf(database: Kysely<Schema>, table: string): Promise<string[]> {
  const { rows } = await sql<{ column_name: string }>`select column_name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_generated = 'NEVER'
    order by ordinal_position`.execute(database);
  return rows.map(({ column_name }) => column_name).filter((name) => !ownColumns.includes(name));
}
