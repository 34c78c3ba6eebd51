import { type RawBuilder, sql } from 'kysely';

/**
 * What a key is called whose id is in a row, or an app that stands in the place of one; null once it is gone. By subqueries
 * along primary keys: it changes no plan of the query that it is in.
 * @param table that has `key_id` and `organization_id`
 */
export function callerName(table: 'used' | 'api_usage_days' | 'audit_events'): RawBuilder<string | null> {
  const same = (other: string) =>
    sql`${sql.ref(`${other}.id`)} = ${sql.ref(`${table}.key_id`)} and ${sql.ref(`${other}.organization_id`)} = ${sql.ref(`${table}.organization_id`)}`;
  return sql<string | null>`coalesce(
    (select api_keys.name from api_keys where ${same('api_keys')}),
    (select connect_grants.client_name from connect_grants where ${same('connect_grants')})
  )`;
}
