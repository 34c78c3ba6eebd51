import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

/** Written in the background, some time after the request: what other tests look at. */
const late = new Set(['api_usage_days', 'audit_events', 'audit_pending', 'audit_chain', 'audit_writers']);

/** All that is kept of an organization, from every table that names organizations: a new one is in it by itself. */
export async function rowsOf({ read }: Store, organizationId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = new Map<string, readonly string[]>();
  for (const { name, columns } of await read.introspection.getTables()) {
    const column = name === 'organizations' ? 'id' : 'organization_id';
    if (late.has(name) || !columns.some((one) => one.name === column)) continue;
    const found = sql<
      Record<string, unknown>
    >`select * from ${sql.table(name)} where ${sql.ref(column)} = ${organizationId}`;
    const { rows: all } = await found.execute(read);
    rows.set(
      name,
      all.map(({ last_used_at, last_used_client, last_used_place, ...row }) => JSON.stringify(row)).sort(),
    );
  }
  if (rows.get('organizations')?.length !== 1) throw new Error('there is no such organization');
  return rows;
}
