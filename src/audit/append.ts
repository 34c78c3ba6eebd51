import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { withAsyncCommit } from '../store/async-commit.ts';
import { type BulkInsert, bulkInsert } from '../store/ingest/bulk-insert.ts';
import type { AuditEventRow, AuditPendingRow, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { AuthoredContent, WrittenContent } from './authorship.ts';
import { type Link, nextLink } from './chain.ts';
import type { KeptEnd } from './kept-end.ts';
import { numbersWritten } from './open-numbers.ts';
import { batchSeal, earlierSeal, readSeal } from './seals.ts';

/** Rows in one transaction: 7 to 14 ms on a slow core. Half as many take a third more time a row, for what each transaction costs by itself. */
export const rowsPerTransaction = 512;

/** What placing rows needs. */
export interface Placing {
  store: Pick<Store, 'dialect' | 'write'>;
  sealKey: KeyObject;
  kept: KeptEnd;
}

/**
 * Adds rows to the end of the chain. The end is read and locked in the transaction that moves it, so that the chain has
 * one end however many processes write.
 * @param rows at most `rowsPerTransaction`
 */
export function appendToChain(placing: Placing, rows: readonly AuthoredContent[]): Promise<void> {
  return atTheEnd(placing, async () => rows);
}

/** The same once more for rows of one writer, where nobody knows whether they were committed the first time. */
export function appendUnlessThere(placing: Placing, writer: string, rows: readonly AuthoredContent[]): Promise<void> {
  return atTheEnd(placing, async (transaction) => {
    // With the end held, the first time is over.
    const written = await numbersWritten(transaction, writer);
    return rows.filter(({ writer_number: number }) => !written.has(number));
  });
}

/** The same for a row that names the end which it follows. Answers that end. */
export async function appendAfter(placing: Placing, rowAfter: (end: Link) => AuthoredContent): Promise<Link> {
  let before: Link | null = null;
  await atTheEnd(placing, async (_transaction, end) => {
    before = end;
    return [rowAfter(end)];
  });
  if (before === null) throw new Error('rows are placed after an end');
  return before;
}

/**
 * Gives the rows that transactions have written their place in the chain.
 * @returns whether more may wait for theirs
 */
export async function placePending(placing: Placing): Promise<boolean> {
  let placed = 0;
  await atTheEnd(placing, async (transaction) => {
    const rows = await takePending(transaction);
    placed = rows.length;
    return rows;
  });
  return placed >= rowsPerTransaction;
}

/**
 * The same for rows without an author that an earlier version left waiting, where its rows are the last in the chain: sealed
 * as that version would have, they are no more than chained. To be called before a process places its first row, and not
 * where rows were placed from before: then somebody has cut the chain off to make it look so.
 */
export async function placeEarlier(placing: Placing): Promise<void> {
  let placed = 0;
  do {
    await atTheEnd(
      placing,
      async (transaction, end) => {
        const rows = (await isOfEarlierVersion(transaction, end, placing.sealKey))
          ? await takeEarlier(transaction)
          : [];
        placed = rows.length;
        return rows;
      },
      (last) => earlierSeal(placing.sealKey, last),
    );
  } while (placed >= rowsPerTransaction);
}

/** A call was answered before its row is written: waiting for the disk would promise nobody more. */
async function atTheEnd(
  { store: { dialect, write }, sealKey, kept }: Placing,
  rowsIn: (transaction: Kysely<Schema>, end: Link) => Promise<readonly WrittenContent[]>,
  sealOf = (last: Link, from: number) => batchSeal(sealKey, from, last),
): Promise<void> {
  const moved = await withAsyncCommit({ dialect, write }, async (transaction) => {
    // The lock is taken before the rows are read: a writer that waited for another one must not place again what the
    // other has placed.
    const end = await holdEnd({ dialect, write: transaction });
    const rows = await rowsIn(transaction, end);
    const placed = linked(end, rows, sealOf);
    const last = placed.at(-1);
    if (last === undefined) return null;
    await bulkInsert(dialect, transaction, insertion, placed);
    await transaction.updateTable('audit_chain').set({ seq: last.seq, hash: last.hash }).execute();
    return { from: end, to: { seq: last.seq, hash: last.hash } };
  });
  if (moved !== null) kept.moved(moved.from, moved.to);
}

/** Whether some rows wait for their place: a look that holds nothing. */
export async function isAnyPending({ read }: Pick<Store, 'read'>): Promise<boolean> {
  return (await read.selectFrom('audit_pending').select('id').limit(1).execute()).length > 0;
}

/** Where the chain ends now, held until the transaction ends. */
export async function holdEnd({ dialect, write }: Placing['store']): Promise<Link> {
  const end = write.selectFrom('audit_chain').select(['seq', 'hash']);
  return await (dialect === 'postgres' ? end.forUpdate() : end).executeTakeFirstOrThrow();
}

/** Rows and their links, with a seal over all of them. */
function linked(
  end: Link,
  rows: readonly WrittenContent[],
  sealOf: (last: Link, from: number) => string,
): AuditEventRow[] {
  let last = end;
  return rows.map((row, index) => {
    last = nextLink(last, row);
    return { ...row, ...last, seal: index === rows.length - 1 ? sealOf(last, end.seq + 1) : null };
  });
}

async function isOfEarlierVersion(transaction: Kysely<Schema>, end: Link, sealKey: KeyObject): Promise<boolean> {
  const row = await transaction.selectFrom('audit_events').select('seal').where('seq', '=', end.seq).executeTakeFirst();
  return typeof row?.seal === 'string' && readSeal(sealKey, end, row.seal).kind === 'earlier';
}

async function takePending(transaction: Kysely<Schema>): Promise<readonly WrittenContent[]> {
  return await take(transaction, await pendingRows(transaction).limit(rowsPerTransaction).execute());
}

async function takeEarlier(transaction: Kysely<Schema>): Promise<readonly WrittenContent[]> {
  const waiting = pendingRows(transaction).where('mac', 'is', null);
  return await take(transaction, await waiting.limit(rowsPerTransaction).execute());
}

async function take(transaction: Kysely<Schema>, rows: readonly AuditPendingRow[]): Promise<readonly WrittenContent[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  await transaction.deleteFrom('audit_pending').where('id', 'in', ids).execute();
  return rows.map(({ id: _id, ...content }: AuditPendingRow) => content);
}

/** In the order in which they get their place. */
export function pendingRows(database: Kysely<Schema>) {
  return database.selectFrom('audit_pending').selectAll().orderBy('at').orderBy('id');
}

const insertion: BulkInsert<'audit_events'> = {
  table: 'audit_events',
  columns: [
    'seq',
    'hash',
    'seal',
    'at',
    'organization_id',
    'person_id',
    'event',
    'key_id',
    'operation',
    'outcome',
    'code',
    'ms',
    'bytes',
    'client',
    'facts',
    'writer',
    'writer_number',
    'mac',
  ],
  onConflict: '',
};
