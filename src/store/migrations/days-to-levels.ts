import { type Kysely, sql } from 'kysely';
import { writeLooks } from '../ingest/looks.ts';
import { looksBefore } from '../ingest/looks-before.ts';
import { originNumber } from '../ingest/origins.ts';
import type { Schema } from '../schema.ts';
import type { Dialect, Store } from '../store.ts';
import { agesOfRange, levelsOfRange, originsOfBefore, toBeDone } from './old-days-sql.ts';
import { takeTurn } from './turn.ts';

/** What is done at once: a kill loses no more than that, and nobody waits longer for their turn. */
const postsAtOnce = 2_000;
const accountsAtOnce = 200;

/** Post days a second, and bytes of a level in all: by `bench/RESULTS.md`, on the safe side. */
const daysPerSecond: Readonly<Record<Dialect, number>> = { sqlite: 30_000, postgres: 10_000 };
const bytesPerLevel: Readonly<Record<Dialect, number>> = { sqlite: 70, postgres: 150 };

/**
 * Makes levels, ages and looks of all days that earlier programs kept, in transactions of some thousand posts. Whatever has any
 * is done already, so after a kill it goes on where it was, and several processes may do it at once. Until the table of
 * days goes (0030), a post has both, and its levels are what is read.
 * @param say is told time and room before it begins
 */
export async function daysToLevels(
  { dialect, write }: Pick<Store, 'dialect' | 'write'>,
  say: (line: string) => void,
): Promise<void> {
  const turn = (work: (db: Kysely<Schema>) => Promise<void>) => inTurn(dialect, write, work);
  let platforms: readonly Platform[] = [];
  await turn(async (db) => {
    platforms = (await sql.raw<Platform>(toBeDone).execute(db)).rows;
  });
  const days = Number(platforms[0]?.days ?? 0);
  if (days > 0) say(beforehand(dialect, days));
  await turn(async (db) => {
    // What it knows of their sizes may be from before they were filled.
    if (dialect === 'postgres') await sql`analyze account_videos, account_video_days`.execute(db);
    for (const statement of originsOfBefore) await sql.raw(statement).execute(db);
  });
  const eachRange = async (made: typeof levelsOfRange) => {
    for (const { platform, last } of platforms) {
      for (let above = 0; above < Number(last); above += postsAtOnce) {
        const statement = made(dialect, platform, [above, above + postsAtOnce]);
        await turn(async (db) => {
          await sql.raw(statement).execute(db);
        });
      }
    }
  };
  await eachRange(levelsOfRange);
  if (days > 0) await putInOrder(dialect, write);
  await eachRange(agesOfRange);
  await looksOfAccounts(dialect, write, turn);
}

/** What comes after asks for levels by key: PostgreSQL must know how many there are by then, or it reads all for each range. */
async function putInOrder(dialect: Dialect, write: Kysely<Schema>): Promise<void> {
  // Two platforms' posts came in between each other, which leaves PostgreSQL's index a third emptier than need be.
  if (dialect === 'postgres' && (await hasOldDays(write))) await sql`reindex table post_levels`.execute(write);
  await sql`analyze post_levels`.execute(write);
}

/** Of `toBeDone`. */
interface Platform {
  readonly platform: string;
  readonly last: number;
  readonly days: number;
}

function beforehand(dialect: Dialect, days: number): string {
  const minutes = Math.ceil(days / daysPerSecond[dialect] / 60);
  const megabytes = Math.ceil((days * bytesPerLevel[dialect]) / 1e6);
  return `Making levels of ${days} days of posts: about ${minutes} min and ${megabytes} MB. If it is stopped, the next start goes on with it.`;
}

/** In a transaction of its own, unless another process has taken the last step meanwhile. */
async function inTurn(dialect: Dialect, write: Kysely<Schema>, work: (db: Kysely<Schema>) => Promise<void>) {
  await write.transaction().execute(async (db) => {
    for (const statement of takeTurn(dialect)) await sql.raw(statement).execute(db);
    if (await hasOldDays(db)) await work(db);
  });
}

/** Whether the table of days is there still. */
async function hasOldDays(db: Kysely<Schema>): Promise<boolean> {
  const tables = await db.introspection.getTables();
  return tables.some(({ name }) => name === 'account_video_days');
}

async function looksOfAccounts(
  dialect: Dialect,
  write: Kysely<Schema>,
  turn: (work: (db: Kysely<Schema>) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (let after: string | null = ''; after !== null; ) {
    const accounts = await accountsWithoutLooks(write, after);
    await turn(async (db) => {
      for (const account of accounts) {
        const origin = await originNumber(dialect, db, account.organization_id, { source: 'before', importId: '' });
        await writeLooks(dialect, db, await looksBefore(db, account, origin.number));
      }
    });
    after = accounts.at(-1)?.id ?? null;
  }
}

function accountsWithoutLooks(db: Kysely<Schema>, after: string) {
  return (
    db
      .selectFrom('accounts as a')
      .select([
        'a.id',
        'a.organization_id',
        'a.added_at',
        'a.first_scrape_time',
        'a.last_scrape_time',
        'a.follower_count',
        'a.following_count',
        'a.profile_post_count',
      ])
      .where('a.id', '>', after)
      .where('a.first_scrape_time', 'is not', null)
      // One of which only reports came was looked at by nobody.
      .where('a.reported_metrics', '=', 0)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('account_looks as l')
              .select('l.at')
              .whereRef('l.organization_id', '=', 'a.organization_id')
              .whereRef('l.account_id', '=', 'a.id'),
          ),
        ),
      )
      .orderBy('a.id')
      .limit(accountsAtOnce)
      .execute()
  );
}
