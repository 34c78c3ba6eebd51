import type { KeyObject } from 'node:crypto';
import type { AuditEventRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { chainStart, isSealed, type Link, nextLink } from './chain.ts';
import { chainedRows } from './read-trail.ts';

export interface WholeTrail {
  kind: 'whole';
  rows: number;
  /** Written in the last second, or while no server ran: without a place yet. */
  waiting: number;
  /** Where the chain begins and ends; `seq` of the base is 0 as long as retention took nothing. */
  base: Link;
  end: Link;
  /** Processes that ended without their shutdown. */
  lost: readonly { at: string; facts: string }[];
}

export interface BrokenTrail {
  kind: 'broken';
  seq: number;
  reason: string;
}

/**
 * Recomputes the whole chain. Somebody who can write the database but lacks the secrets cannot change, add, move or
 * remove a row unnoticed. Rows cut off at the end are noticed only against `expected`, an end that was seen before.
 */
export async function verifyTrail(
  store: Store,
  sealKey: KeyObject,
  expected?: Link,
): Promise<WholeTrail | BrokenTrail> {
  for (;;) {
    const kept = await readEnds(store);
    if (kept === undefined) return broken(0, 'the row that says where the chain ends is gone');
    const verdict = await verifyBetween(store, sealKey, kept, expected);
    // Retention may have deleted rows during this check: then it is repeated without them.
    if (verdict.kind === 'whole' || (await readEnds(store))?.base.seq === kept.base.seq) return verdict;
  }
}

interface Ends {
  base: Link;
  baseSeal: string | null;
  end: Link;
}

async function readEnds({ read }: Store): Promise<Ends | undefined> {
  const row = await read.selectFrom('audit_chain').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const base = { seq: row.base_seq, hash: row.base_hash };
  return { base, baseSeal: row.base_seal, end: { seq: row.seq, hash: row.hash } };
}

async function verifyBetween(
  store: Store,
  sealKey: KeyObject,
  { base, baseSeal, end }: Ends,
  expected: Link | undefined,
): Promise<WholeTrail | BrokenTrail> {
  if (!isSame(base, chainStart) && !(baseSeal !== null && isSealed(sealKey, 'base', base, baseSeal))) {
    return broken(base.seq, 'the seal of its beginning is not ours: rows were taken that no retention took');
  }
  const lost: { at: string; facts: string }[] = [];
  let last: Link & { isSealed: boolean } = { ...base, isSealed: true };
  let isExpectedFound = expected === undefined || isSame(expected, base);
  for await (const row of chainedRows(store)) {
    // Servers go on writing during the check: rows after the end that was read first are left to the next check.
    if (row.seq > end.seq) break;
    const fault = faultOf(last, row, sealKey);
    if (fault !== null) return broken(row.seq, fault);
    last = { seq: row.seq, hash: row.hash, isSealed: row.seal !== null };
    isExpectedFound ||= isSame(row, expected);
    if (row.event === 'process.lost') lost.push({ at: row.at, facts: row.facts });
  }
  if (!isSame(last, end)) return broken(last.seq + 1, 'rows are missing at the end');
  if (!last.isSealed) return broken(last.seq, 'its last row has no seal');
  if (!isExpectedFound) return broken(expected?.seq ?? 0, 'the end that was seen before is not in this chain');
  return { kind: 'whole', rows: end.seq - base.seq, waiting: await countWaiting(store), base, end, lost };
}

function faultOf(before: Link, row: AuditEventRow, sealKey: KeyObject): string | null {
  if (row.seq !== before.seq + 1) return `rows are missing before this one (after ${before.seq})`;
  const link = nextLink(before, row);
  if (link.hash !== row.hash) return 'the row is not what was written, or not where it was written';
  return row.seal === null || isSealed(sealKey, 'batch', link, row.seal) ? null : 'its seal is not ours';
}

function isSame(one: Link, other: Link | undefined): boolean {
  return one.seq === other?.seq && one.hash === other.hash;
}

function broken(seq: number, reason: string): BrokenTrail {
  return { kind: 'broken', seq, reason };
}

async function countWaiting({ read }: Store): Promise<number> {
  const { waiting } = await read
    .selectFrom('audit_pending')
    .select((row) => row.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return Number(waiting);
}
