import { sql } from 'kysely';
import type { Store } from '../../store/store.ts';
import { addDays, dayOf, eachDay } from '../calendar.ts';

const dayMs = 86_400_000;

/**
 * The days of a span on which nobody looked at an account and nothing was reported of it, once it had been seen: a gain of 0
 * says nothing there. Of days from when only gains were kept nobody knows.
 */
export async function unobservedDays(
  { read }: Pick<Store, 'read'>,
  organizationId: string,
  accountId: string,
  { start, end }: { readonly start: string; readonly end: string },
): Promise<readonly string[]> {
  const [from, until] = [Date.parse(start), Date.parse(addDays(end, 1))];
  const looks = sql`from account_looks where organization_id = ${organizationId} and account_id = ${accountId}
    and origin not in (select number from origins where organization_id = ${organizationId} and source = 'before')`;
  const days = sql`from account_reported_days where organization_id = ${organizationId} and account_id = ${accountId}`;
  // -1 stands for all that was seen before the span.
  const { rows } = await sql<{ day: number }>`
    select distinct at / ${sql.lit(dayMs)} as day ${looks} and at >= ${from} and at < ${until}
    union all select -1 as day
      where exists (select 1 ${looks} and at < ${from}) or exists (select 1 ${days} and day < ${start})`.execute(read);
  const reported = await read
    .selectFrom('account_reported_days')
    .select('day')
    .where('organization_id', '=', organizationId)
    .where('account_id', '=', accountId)
    .where('day', '>=', start)
    .where('day', '<=', end)
    .execute();
  const observed = new Set([
    ...rows.filter(({ day }) => day >= 0).map(({ day }) => dayOf(day * dayMs)),
    ...reported.map(({ day }) => day),
  ]);
  const first = rows.some(({ day }) => day < 0) ? '' : ([...observed].sort()[0] ?? end);
  return eachDay(start, end).filter((day) => day > first && !observed.has(day));
}
