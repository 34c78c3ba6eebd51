import { type Kysely, sql } from 'kysely';
import { newAccountRow } from './new-account-row.ts';
import type { Platform, Schema } from './schema.ts';

interface Wanted {
  /** The id that it gets. */
  readonly id: string;
  readonly organizationId: string;
  readonly platform: Platform;
  /** Lower case, no `@`. */
  readonly username: string;
  /** ISO 8601. */
  readonly addedAt: string;
}

export type Made = { readonly kind: 'made' } | { readonly kind: 'refused'; readonly reason: string };

/**
 * An account that numbers came for, and that nothing refreshes until somebody asks for it; up to the organization's cap.
 * Names must be locked.
 */
export async function makeAccount(db: Kysely<Schema>, wanted: Wanted): Promise<Made> {
  const { organizationId, platform, username, id, addedAt } = wanted;
  const { rows } = await sql<{ cap: number | null; tracked: number }>`
    select o.account_cap as cap, (select count(*) from accounts a where a.organization_id = o.id) as tracked
    from organizations o where o.id = ${organizationId}`.execute(db);
  const [{ cap, tracked } = { cap: null, tracked: 0 }] = rows;
  if (cap !== null && tracked >= cap) {
    return { kind: 'refused', reason: `This organization may track ${cap} accounts, and does.` };
  }
  const made = await db
    .insertInto('accounts')
    .values(
      newAccountRow(
        { id, organizationId, username, addedAt, dueAt: null },
        { platform, username, is_active: true, scrape_interval_hours: 24 },
      ),
    )
    .onConflict((conflict) => conflict.columns(['organization_id', 'platform', 'username']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made === undefined
    ? { kind: 'refused', reason: `@${username} is another account by the platform’s id.` }
    : { kind: 'made' };
}
