import type { Kysely, Selectable } from 'kysely';
import type { Schema } from './schema.ts';
import type { Dialect } from './store.ts';

/**
 * Locks an account's row until the transaction ends. Whatever changes the account's history or owner takes this lock
 * first. SQLite's transactions hold the whole file already. Undefined if this organization has no such account.
 */
export function lockAccount(
  dialect: Dialect,
  db: Kysely<Schema>,
  { organizationId, accountId }: { organizationId: string; accountId: string },
): Promise<Selectable<Schema['accounts']> | undefined> {
  const account = db
    .selectFrom('accounts')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', accountId);
  return (dialect === 'postgres' ? account.forUpdate() : account).executeTakeFirst();
}
