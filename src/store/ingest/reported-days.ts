import type { Kysely } from 'kysely';
import { metrics } from '../observations/metrics.ts';
import type { AccountReportedDayRow, AccountRow, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import { bulkInsert } from './bulk-insert.ts';

/** All that is reported of an account's days, ascending. */
export function reportedDaysOf(db: Kysely<Schema>, account: AccountRow): Promise<AccountReportedDayRow[]> {
  return db
    .selectFrom('account_reported_days')
    .selectAll()
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .orderBy('day')
    .orderBy('origin')
    .execute();
}

const told = [...metrics, 'followers', 'followers_step', 'followers_gained', 'rounded', 'counted'] as const;

const intoReportedDays = {
  table: 'account_reported_days',
  columns: ['organization_id', 'account_id', 'day', 'origin', ...told],
  onConflict: `on conflict (account_id, day, origin) do update set
    ${told.map((column) => `${column} = excluded.${column}`).join(', ')}`,
} as const;

export async function writeReportedDays({ dialect, write: db }: Writer, rows: readonly AccountReportedDayRow[]) {
  await bulkInsert(dialect, db, intoReportedDays, rows);
}
