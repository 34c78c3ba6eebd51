import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { withAsyncCommit } from '../store/async-commit.ts';
import { type BulkInsert, bulkInsert } from '../store/ingest/bulk-insert.ts';
import type { AuditContent, AuditEventRow, AuditPendingRow, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type Link, nextLink, sealOf } from './chain.ts';

/** Rows in one transaction: 7 to 14 ms on a slow core. Half as many take a third more time a row, for what each transaction costs by itself. */
export const rowsPerTransaction = 512;

type Target = Pick<Store, 'dialect' | 'write'>;

/**
 * Adds rows to the end of the chain. The end is read and locked in the transaction that moves it, so that the chain has
 * one end however many processes write.
 * @param rows at most `rowsPerTransaction`
 */
export function appendToChain(target: Target, sealKey: KeyObject, rows: readonly AuditContent[]): Promise<void> {
  return atTheEnd(target, sealKey, async () => rows);
}

/**
 * Gives the rows that transactions have written their place in the chain.
 * @returns whether more may wait for theirs
 */
export async function placePending(target: Target, sealKey: KeyObject): Promise<boolean> {
  let placed = 0;
  await atTheEnd(target, sealKey, async (transaction) => {
    const rows = await takePending(transaction);
    placed = rows.length;
    return rows;
  });
  return placed >= rowsPerTransaction;
}

/** A call was answered before its row is written: waiting for the disk would promise nobody more. */
function atTheEnd(
  { dialect, write }: Target,
  sealKey: KeyObject,
  rowsIn: (transaction: Kysely<Schema>) => Promise<readonly AuditContent[]>,
): Promise<void> {
  return withAsyncCommit({ dialect, write }, async (transaction) => {
    // The lock is taken before the rows are read: a writer that waited for another one must not place again what the
    // other has placed.
    const end = await holdEnd({ dialect, write: transaction });
    const placed = chained(end, await rowsIn(transaction), sealKey);
    const last = placed.at(-1);
    if (last === undefined) return;
    await bulkInsert(dialect, transaction, insertion, placed);
    await transaction.updateTable('audit_chain').set({ seq: last.seq, hash: last.hash }).execute();
  });
}

/** Whether some rows wait for their place: a look that holds nothing. */
export async function isAnyPending({ read }: Pick<Store, 'read'>): Promise<boolean> {
  return (await read.selectFrom('audit_pending').select('id').limit(1).execute()).length > 0;
}

/** Where the chain ends now, held until the transaction ends. */
export async function holdEnd({ dialect, write }: Target): Promise<Link> {
  const end = write.selectFrom('audit_chain').select(['seq', 'hash']);
  return await (dialect === 'postgres' ? end.forUpdate() : end).executeTakeFirstOrThrow();
}

function chained(end: Link, rows: readonly AuditContent[], sealKey: KeyObject): readonly AuditEventRow[] {
  let last = end;
  return rows.map((row, index) => {
    last = nextLink(last, row);
    return { ...row, ...last, seal: index === rows.length - 1 ? sealOf(sealKey, 'batch', last) : null };
  });
}

async function takePending(transaction: Kysely<Schema>): Promise<readonly AuditContent[]> {
  const rows = await pendingRows(transaction).limit(rowsPerTransaction).execute();
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
  ],
  onConflict: '',
};
