import { type RawBuilder, sql } from 'kysely';
import type { Role } from '../../../src/dashboard/contract/route.ts';
import type { Store } from '../../../src/store/store.ts';

interface Membership {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: Role;
}

/** What the database holds of some organizations. */
export interface Rows {
  /** In the order in which people joined. */
  readonly memberships: readonly Membership[];
  /** By organization, all rows of all tables that name it, as text. */
  readonly of: ReadonlyMap<string, string>;
}

/** Sessions are moved by their persons, and the rest is written some time after the request that it tells of. */
const leftOut = new Set([
  'dashboard_sessions',
  'api_usage_days',
  'audit_events',
  'audit_pending',
  'audit_chain',
  'audit_writers',
]);

const statements = new WeakMap<Store, Promise<RawBuilder<unknown>>>();

/** A row as text, from every table that names organizations: a new one is in it by itself. */
async function everyRow({ read }: Store): Promise<RawBuilder<unknown>> {
  const tables = (await read.introspection.getTables()).map(({ name, columns }) => ({
    name,
    column: name === 'organizations' ? 'id' : 'organization_id',
    columns: columns.map((one) => one.name),
  }));
  const selects = tables
    .filter(({ name, column, columns }) => !leftOut.has(name) && columns.includes(column))
    .map(({ name, column, columns }) => rowsOf(sql`${sql.table(name)}`, name, column, columns));
  // The trail of changes, wherever its rows are at the moment: in one statement, as they move from one table to the other.
  const facts = ['at', 'event', 'person_id', 'key_id', 'facts'];
  const trail = ['audit_pending', 'audit_events'].map((table) =>
    rowsOf(sql`(select * from ${sql.table(table)} where ${isChange}) as changes`, 'trail', idColumn, facts),
  );
  return sql.join([...selects, ...trail], sql` union all `);
}

/** Who signs in, or fails to, is written down wherever the account belongs; it changes nothing there. */
const isChange = sql`event not like 'call.%' and event not like 'session.%' and event not like 'sign_in.%'`;
const idColumn = 'organization_id';

function rowsOf(from: RawBuilder<unknown>, name: string, column: string, columns: readonly string[]) {
  const texts = columns.map((one) => sql`coalesce(cast(${sql.ref(one)} as text), '')`);
  const row = sql.join([sql`${sql.lit(name)}`, ...texts], sql` || '|' || `);
  return sql`select ${sql.ref(column)} as organization, ${row} as line from ${from}`;
}

export async function readRows(store: Store, organizationIds: readonly string[]): Promise<Rows> {
  if (organizationIds.length === 0) return { memberships: [], of: new Map() };
  const statement = statements.get(store) ?? everyRow(store);
  statements.set(store, statement);
  const ids = sql.join(organizationIds);
  const { rows } = await sql<{ organization: string; line: string }>`
    select organization, line from (${await statement}) as every_row where organization in (${ids})
  `.execute(store.read);
  const of = new Map<string, string>();
  for (const id of organizationIds) {
    const lines = rows.filter(({ organization }) => organization === id).map(({ line }) => line);
    of.set(id, lines.sort().join('\n'));
  }
  return { memberships: await membershipsOf(store, organizationIds), of };
}

async function membershipsOf({ read }: Store, organizationIds: readonly string[]): Promise<Membership[]> {
  return read
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person_id')
    .select(['members.id', 'members.organization_id as organizationId', 'people.email', 'members.role'])
    .where('members.organization_id', 'in', organizationIds)
    .orderBy('members.created_at')
    .orderBy('members.id')
    .execute();
}

export function ownersOf({ memberships }: Rows, organizationId: string): readonly string[] {
  return memberships
    .filter((one) => one.organizationId === organizationId && one.role === 'owner')
    .map(({ email }) => email)
    .sort();
}
