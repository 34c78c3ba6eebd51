import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ArchivedTable } from '../../store/archive/archived-tables.ts';
import type { Schema } from '../../store/schema.ts';

export type ArchivedRow = Readonly<Record<string, unknown>>;

interface Whose {
  readonly id: string;
  readonly number: number;
}

const rowsAtOnce = 1_000;

/** An organization's rows of a table in the order of its key, some at a time. */
export async function* archivedRows(
  db: Kysely<Schema>,
  table: ArchivedTable,
  whose: Whose,
): AsyncGenerator<readonly ArchivedRow[]> {
  const columns = sql.join(shownColumns(table).map((name) => sql.ref(name)));
  const key = sql.join(table.key.map((name) => sql.ref(name)));
  let after: RawBuilder<unknown> = sql``;
  for (;;) {
    const { rows } = await sql<ArchivedRow>`
      select ${columns} from ${sql.table(table.table)}
      where ${itsRows(table, whose)} ${after} order by ${key} limit ${sql.lit(rowsAtOnce)}`.execute(db);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = sql`and (${key}) > (${sql.join(table.key.map((name) => last[name]))})`;
  }
}

/** All but the organization itself, which is another one where the archive is read. */
function shownColumns({ columns }: ArchivedTable): readonly string[] {
  return Object.entries(columns).flatMap(([name, { kind }]) => (kind === 'organization' ? [] : [name]));
}

function itsRows({ table, columns }: ArchivedTable, { id, number }: Whose): RawBuilder<unknown> {
  // What was neither finished nor refused is no import yet, and none of it is in the store.
  const finished = sql`('applied', 'withdrawn', 'refused')`;
  if (table === 'imports') return sql`organization_id = ${id} and state in ${finished}`;
  if (table === 'push_accounts') return sql`push_id in (select id from pushes where organization_id = ${id})`;
  if (table === 'import_accounts') {
    return sql`import_id in (select id from imports where organization_id = ${id} and state in ${finished})`;
  }
  return 'organization_no' in columns ? sql`organization_no = ${number}` : sql`organization_id = ${id}`;
}
