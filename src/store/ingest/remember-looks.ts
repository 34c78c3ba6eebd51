import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import { writeLooks } from './looks.ts';
import { looksBefore } from './looks-before.ts';
import { originNumber } from './origins.ts';

/**
 * An account that was seen by an earlier program, which kept days alone, has its looks made up from these, once.
 * @returns whether it had none before
 */
export async function rememberLooks(
  { dialect, write: db }: Writer,
  account: Selectable<Schema['accounts']>,
): Promise<boolean> {
  if (account.first_scrape_time === null || account.reported_metrics !== 0) return false;
  const any = await db
    .selectFrom('account_looks')
    .select('at')
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .limit(1)
    .executeTakeFirst();
  if (any !== undefined) return false;
  const before = await originNumber(dialect, db, account.organization_id, { source: 'before', importId: '' });
  await writeLooks(dialect, db, await looksBefore(db, account, before.number));
  return true;
}
