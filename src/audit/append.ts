import type { KeyObject } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { AuditEventRow, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { UnchainedRow } from './audit-event.ts';
import { type Link, nextLink, sealOf } from './chain.ts';

/** Rows in one transaction: it stays within 10 ms. */
export const rowsPerTransaction = 250;

/**
 * Adds rows to the end of the chain, after those that transactions of others have left without a place. The end is read
 * in the transaction that moves it, and held: however many processes write, the chain has one end.
 * @param rows at most `rowsPerTransaction`
 * @returns how many rows got a place; at `rowsPerTransaction` of others' rows there may be more.
 */
export function appendToChain(
  { dialect, write }: Pick<Store, 'dialect' | 'write'>,
  sealKey: KeyObject,
  rows: readonly UnchainedRow[],
): Promise<number> {
  return write.transaction().execute(async (transaction) => {
    // Held before the rows are read: whoever waited for another writer must not place again what that one has placed.
    const end = await holdEnd({ dialect, write: transaction });
    const left = await rowsWithoutPlace(transaction);
    const placed = chained(end, [...left, ...rows], sealKey);
    for (const { id, seq, hash, seal } of placed.slice(0, left.length)) {
      await transaction.updateTable('audit_events').set({ seq, hash, seal }).where('id', '=', id).execute();
    }
    await insert({ dialect, write: transaction }, placed.slice(left.length));
    const last = placed.at(-1);
    if (last !== undefined) {
      await transaction.updateTable('audit_chain').set({ seq: last.seq, hash: last.hash }).execute();
    }
    return placed.length;
  });
}

/** Whether some rows have no place yet: a look that holds nothing. */
export async function isAnyWithoutPlace({ read }: Pick<Store, 'read'>): Promise<boolean> {
  const found = await read.selectFrom('audit_events').select('id').where('seq', 'is', null).limit(1).execute();
  return found.length > 0;
}

/** Where the chain ends now, held until the transaction ends. */
export async function holdEnd({ dialect, write }: Pick<Store, 'dialect' | 'write'>): Promise<Link> {
  const end = write.selectFrom('audit_chain').select(['seq', 'hash']);
  return await (dialect === 'postgres' ? end.forUpdate() : end).executeTakeFirstOrThrow();
}

type PlacedRow = AuditEventRow & { seq: number; hash: string };

function chained(end: Link, rows: readonly AuditEventRow[], sealKey: KeyObject): readonly PlacedRow[] {
  let last = end;
  return rows.map((row, index) => {
    last = nextLink(last, row);
    return { ...row, ...last, seal: index === rows.length - 1 ? sealOf(sealKey, 'batch', last) : null };
  });
}

function rowsWithoutPlace(transaction: Kysely<Schema>): Promise<AuditEventRow[]> {
  return transaction
    .selectFrom('audit_events')
    .selectAll()
    .where('seq', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(rowsPerTransaction)
    .execute();
}

const columns = [
  'id',
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
] as const satisfies readonly (keyof AuditEventRow)[];

/** All rows as one parameter of one statement: several times cheaper than a statement or a parameter for each. */
async function insert({ dialect, write }: Pick<Store, 'dialect' | 'write'>, rows: readonly PlacedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const text = JSON.stringify(rows);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  if (dialect === 'postgres') {
    await sql`insert into audit_events (${names})
      select ${names} from jsonb_populate_recordset(null::audit_events, ${text}::jsonb)`.execute(write);
    return;
  }
  const values = sql.join(columns.map((column) => sql`value ->> ${sql.lit(column)}`));
  await sql`insert into audit_events (${names}) select ${values} from json_each(${text})`.execute(write);
}
