import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { countsAfter, noGains } from '../observations/counts.ts';
import { knownLevels, unknownOf } from '../observations/metrics.ts';
import type { AccountRow, Schema } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { bulkInsert } from './bulk-insert.ts';
import { intoAccountVideoDays } from './day-rows.ts';
import type { History } from './history.ts';
import { accountChunks, type Chunk } from './history-chunks.ts';
import { loadVideos } from './history-videos.ts';
import { nextPostIds } from './ids.ts';
import { intoAccountVideos } from './post-rows.ts';
import { writeTags } from './post-tags.ts';
import { addPostDays, addToRollups, rolledOf } from './rollups.ts';

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
  const rows = chunk.posts.map(({ row }, i) => {
    const unknown_metrics = unknownOf(account.platform, knownLevels(row, 0));
    return { ...row, id: firstId + i, unknown_metrics, from_zero: 0, run_at: null, run_origin: null };
  });
  const days = chunk.posts.flatMap(({ days }, i) => days.map((day) => ({ ...day, video_id: firstId + i })));
  await bulkInsert(dialect, db, intoAccountVideos, rows);
  await writeTags(dialect, db, rows);
  await bulkInsert(dialect, db, intoAccountVideoDays, days);
  await addToRollups(dialect, db, rolledOf(account), chunk.days);
  const createTimes = chunk.posts.map(({ row }) => row.create_time);
  await addPostDays(dialect, db, account.organization_id, createTimes);
}

async function updateSums(db: Kysely<Schema>, account: AccountRow): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ total_post_count: account.total_post_count, ...countsAfter(account, noGains()) })
    .where('id', '=', account.id)
    .execute();
}
