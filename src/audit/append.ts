import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type BulkInsert, bulkInsert } from '../store/ingest/bulk-insert.ts';
import { inRelaxedTransaction } from '../store/relaxed.ts';
import type { AuditContent, AuditEventRow, AuditPendingRow, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type Link, nextLink, sealOf } from './chain.ts';

/** Rows in one transaction: it stays within 10 ms. */
export const rowsPerTransaction = 256;

/**
 * Adds rows to the end of the chain, after those that transactions have left to be placed. The end is read in the
 * transaction that moves it, and held: however many processes write, the chain has one end.
 * @param rows at most `rowsPerTransaction`
 * @returns whether more rows may wait for their place
 */
export function appendToChain(
  { dialect, write }: Pick<Store, 'dialect' | 'write'>,
  sealKey: KeyObject,
  rows: readonly AuditContent[],
): Promise<boolean> {
  // A call was answered before its row is written: waiting for the disk would promise nobody more.
  return inRelaxedTransaction({ dialect, write }, async (transaction) => {
    // Held before the rows are read: whoever waited for another writer must not place again what that one has placed.
    const end = await holdEnd({ dialect, write: transaction });
    const pending = await takePending(transaction);
    const placed = chained(end, [...pending, ...rows], sealKey);
    const last = placed.at(-1);
    if (last === undefined) return false;
    await bulkInsert(dialect, transaction, insertion, placed);
    await transaction.updateTable('audit_chain').set({ seq: last.seq, hash: last.hash }).execute();
    return pending.length >= rowsPerTransaction;
  });
}

/** Whether some rows wait for their place: a look that holds nothing. */
export async function isAnyPending({ read }: Pick<Store, 'read'>): Promise<boolean> {
  return (await read.selectFrom('audit_pending').select('id').limit(1).execute()).length > 0;
}

/** Where the chain ends now, held until the transaction ends. */
export async function holdEnd({ dialect, write }: Pick<Store, 'dialect' | 'write'>): Promise<Link> {
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
