import { setImmediate } from 'node:timers/promises';
import type { Insertable, Kysely } from 'kysely';
import { levelsAtAge } from '../observations/at-age.ts';
import { runsBefore } from '../observations/before.ts';
import { countsAfter, noGains } from '../observations/counts.ts';
import { knownLevels, unknownOf } from '../observations/metrics.ts';
import type { Run } from '../observations/runs.ts';
import type { AccountRow, Platform, PostLevelRow, Schema } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { History } from './history.ts';
import { accountChunks, type Chunk } from './history-chunks.ts';
import { loadVideos } from './history-videos.ts';
import { nextPostIds } from './ids.ts';
import { writeLooks } from './looks.ts';
import { looksBefore } from './looks-before.ts';
import { originNumber } from './origins.ts';
import { writeAges } from './post-ages.ts';
import { intoPostLevels, levelRow } from './post-level-rows.ts';
import { intoAccountVideos } from './post-rows.ts';
import { addPostDays, addToRollups } from './rollups.ts';

export interface LoadOptions {
  /**
   * False: one transaction, all or nothing. True: one transaction per chunk of about 10 ms at most, and other work gets
   * a turn after each. What is stored is then correct at every moment, but an interrupted load stays incomplete.
   */
  yieldBetweenChunks: boolean;
}

/** How much is written at once, and what happens after it. */
interface Pace {
  chunkDays: number;
  pause(): Promise<void>;
}

/** With so few day rows a chunk takes SQLite about 5 ms, sums and commit included. */
const inTurns: Pace = { chunkDays: 500, pause: () => setImmediate() };

/** An account is rarely larger: each sum is written once per account. PostgreSQL slows down with every change of a row in one transaction. */
const atOnce: Pace = { chunkDays: 50_000, pause: async () => undefined };

/** Writes a history (see `history.ts`) with all its sums. Made for speed: it checks nothing that the database does not check. */
export async function loadHistory(
  writer: Writer,
  history: History,
  { yieldBetweenChunks }: LoadOptions,
): Promise<void> {
  if (yieldBetweenChunks) return loadAll(writer, history, inTurns);
  return inTransaction(writer, (db) => loadAll({ ...writer, write: db }, history, atOnce));
}

async function loadAll(writer: Writer, history: History, { chunkDays, pause }: Pace): Promise<void> {
  for (const account of history.accounts) {
    for (const chunk of accountChunks(history.organizationId, account, chunkDays)) {
      await inTransaction(writer, (db) => writeChunk(writer, db, chunk));
      await pause();
    }
  }
  await loadVideos(writer, history, chunkDays, pause);
}

async function writeChunk({ dialect }: Writer, db: Kysely<Schema>, chunk: Chunk): Promise<void> {
  const { account } = chunk;
  if (chunk.isFirst) await db.insertInto('accounts').values(account).execute();
  else await updateSums(db, account);
  const firstId = chunk.posts.length === 0 ? 0 : await nextPostIds(db, chunk.posts.length);
  const origin = await originNumber(dialect, db, account.organization_id, { source: 'before', importId: '' });
  const rows: Insertable<Schema['account_videos']>[] = [];
  const levels: PostLevelRow[] = [];
  const ages: Parameters<typeof writeAges>[3][number][] = [];
  for (const [index, post] of chunk.posts.entries()) {
    const id = firstId + index;
    const runs = runsOfPost(account.platform, post, origin.number);
    const unknown_metrics = unknownOf(account.platform, knownLevels(post.row, 0));
    const last = runs.at(-1);
    const isTold = last !== undefined && post.row.last_scrape_time === new Date(last.until).toISOString();
    const run_at = isTold ? last.at : null;
    rows.push({ ...post.row, id, unknown_metrics, from_zero: 0, run_at, run_origin: origin.number });
    for (const run of runs) levels.push(levelRow(origin.organizationNo, id, run));
    const atAge = levelsAtAge(runs, asItWas, Date.parse(post.row.create_time));
    ages.push({ id, known: null, change: { ages: { kind: 'whole', levels: atAge } } });
  }
  await bulkInsert(dialect, db, intoAccountVideos, rows);
  await bulkInsert(dialect, db, intoPostLevels, levels);
  await writeAges(dialect, db, origin.organizationNo, ages);
  const rolled = { organizationId: account.organization_id, accountId: account.id, creatorId: account.creator_id };
  await addToRollups(dialect, db, rolled, chunk.days);
  // The followers, which say when the account was looked at, come with the first chunk.
  if (chunk.isFirst && account.first_scrape_time !== null) {
    await writeLooks(dialect, db, await looksBefore(db, account, origin.number));
  }
  const createTimes = chunk.posts.map(({ row }) => row.create_time);
  await addPostDays(dialect, db, account.organization_id, createTimes);
}

/** One origin saw it all, at the beginning and at the end of each run. */
const asItWas = { looks: new Map<number, readonly number[]>(), beganAtZero: () => false, rank: () => 0 };

/** What must have been seen of a post for its past to be as it is told. */
function runsOfPost(platform: Platform, { row, days }: Chunk['posts'][number], origin: number): Run[] {
  const madeAt = Date.parse(row.create_time);
  const firstSeen = Date.parse(row.first_scrape_time ?? row.create_time);
  const lastSeen = Math.max(firstSeen, Date.parse(row.last_scrape_time ?? row.create_time));
  return runsBefore(origin, { platform, counts: row, madeAt, firstSeen, lastSeen, days });
}

async function updateSums(db: Kysely<Schema>, account: AccountRow): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ total_post_count: account.total_post_count, ...countsAfter(account, noGains()) })
    .where('id', '=', account.id)
    .execute();
}
