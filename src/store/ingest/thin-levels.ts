import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { lockAccount } from '../account-lock.ts';
import { metrics } from '../observations/metrics.ts';
import type { Schema } from '../schema.ts';
import type { Store } from '../store.ts';
import { inTransaction } from '../transaction.ts';

const dayMs = 86_400_000;
const accountsAtOnce = 500;

export interface Thinning {
  /** ms since the epoch. */
  readonly now: number;
  /** How long every level is kept, in days. */
  readonly days: number;
}

/**
 * Leaves one level a day of each post where all were kept long enough, an account at a time, so that nobody waits for long.
 * No answer changes: a level goes only where the same origin said as much earlier and again later on that UTC day, and no
 * level of the post is rounded, since what a rounded one gains depends on those around it.
 * @returns how many levels went
 */
export async function thinLevels(store: Store, { now, days }: Thinning): Promise<number> {
  const until = (Math.floor(now / dayMs) - days) * dayMs;
  let gone = 0;
  for (let after: string | null = ''; after !== null; ) {
    const accounts = await accountsToThin(store.read, until, after);
    for (const { id, organization_id } of accounts) {
      gone += await thinAccount(store, { organizationId: organization_id, accountId: id }, until);
      await setImmediate();
    }
    after = accounts.at(-1)?.id ?? null;
  }
  return gone;
}

function accountsToThin(db: Kysely<Schema>, until: number, after: string) {
  return db
    .selectFrom('accounts')
    .select(['id', 'organization_id'])
    .where('id', '>', after)
    .where('first_scrape_time', '<', new Date(until).toISOString())
    .where(({ eb, or }) => or([eb('thinned_until', 'is', null), eb('thinned_until', '<', until)]))
    .orderBy('id')
    .limit(accountsAtOnce)
    .execute();
}

/** In one transaction under the account's lock. */
async function thinAccount(
  { dialect, write }: Store,
  { organizationId, accountId }: { organizationId: string; accountId: string },
  until: number,
): Promise<number> {
  return await inTransaction({ dialect, write }, async (db) => {
    const account = await lockAccount(dialect, db, { organizationId, accountId });
    if (account === undefined) return 0;
    const span = { since: account.thinned_until ?? 0, until };
    const gone = (await wasSeenTwiceADay(db, { organizationId, accountId }, span))
      ? await dropBetween(db, { organizationId, accountId }, span)
      : 0;
    await db
      .updateTable('accounts')
      .set({ thinned_until: until })
      .where('organization_id', '=', organizationId)
      .where('id', '=', accountId)
      .execute();
    return gone;
  });
}

interface Span {
  readonly since: number;
  readonly until: number;
}

interface Account {
  readonly organizationId: string;
  readonly accountId: string;
}

/** Whether an origin looked three times on a day, or twice: else there is nothing between its first and last level. */
async function wasSeenTwiceADay(db: Kysely<Schema>, { organizationId, accountId }: Account, { since, until }: Span) {
  const { rows } = await sql`select 1 from account_looks
    where organization_id = ${organizationId} and account_id = ${accountId} and at >= ${since} and at < ${until}
    group by origin, at / ${sql.lit(dayMs)} having count(*) > 1 limit 1`.execute(db);
  return rows.length > 0;
}

/** That a row of levels tells each metric that the one in question tells. */
const tellsAsMuch = (row: string) =>
  metrics.map((metric) => `(l.${metric} is null or ${row}.${metric} is not null)`).join(' and ');

const ofThePost = (row: string) => `${row}.organization_no = l.organization_no and ${row}.post_id = l.post_id`;

async function dropBetween(db: Kysely<Schema>, { organizationId, accountId }: Account, { since, until }: Span) {
  const { numAffectedRows } = await sql`delete from post_levels as l
    where l.organization_no = (select number from organizations where id = ${organizationId})
      and l.post_id in (select id from account_videos where account_id = ${accountId})
      and l.at >= ${since} and l.at < ${until}
      and exists (select 1 from post_levels as later where ${sql.raw(ofThePost('later'))}
        and later.at > l.at and later.at < (l.at / ${sql.lit(dayMs)} + 1) * ${sql.lit(dayMs)}
        and later.origin = l.origin and ${sql.raw(tellsAsMuch('later'))})
      and exists (select 1 from post_levels as earlier where ${sql.raw(ofThePost('earlier'))}
        and earlier.at < l.at and earlier.origin = l.origin and ${sql.raw(tellsAsMuch('earlier'))})
      and not exists (select 1 from post_levels as rounded where ${sql.raw(ofThePost('rounded'))}
        and rounded.steps is not null)`.execute(db);
  return Number(numAffectedRows ?? 0);
}
