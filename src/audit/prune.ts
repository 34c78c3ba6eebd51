import type { KeyObject } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { holdEnd, rowsPerTransaction } from './append.ts';
import { sealOf } from './chain.ts';
import { writePending } from './write-change.ts';

const dayMs = 86_400_000;

export interface Retention {
  sealKey: KeyObject;
  now: () => number;
  newId: () => string;
  /** Rows older than this many days go. */
  days: number;
  /** `a day`: no more than the oldest day that is kept, so that a clock that is wrong for an hour does not empty the trail. */
  most: 'a day' | 'all';
}

/**
 * Deletes the oldest rows and leaves the chain verifiable: the last deleted row becomes its new beginning, under a seal
 * of its own, and a row at the end says what was deleted. @returns the number of deleted rows
 */
export async function pruneTrail(store: Store, retention: Retention): Promise<number> {
  const before = await boundary(store, retention);
  if (before === null) return 0;
  let taken = 0;
  for (;;) {
    const rows = await takeOldest(store, retention.sealKey, before);
    taken += rows;
    if (rows < rowsPerTransaction) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (taken > 0) {
    const facts = { rows: String(taken), before };
    await writePending(store.write, retention, { event: 'trail.pruned', organizationId: null, facts });
  }
  return taken;
}

/** Rows before this instant go; null when there is none. */
async function boundary({ read }: Store, { now, days, most }: Retention): Promise<string | null> {
  const oldest = await read.selectFrom('audit_events').select('at').orderBy('seq').limit(1).executeTakeFirst();
  if (oldest === undefined) return null;
  const cutoff = now() - days * dayMs;
  const before = most === 'all' ? cutoff : Math.min(cutoff, Date.parse(oldest.at) + dayMs);
  return Date.parse(oldest.at) < before ? new Date(before).toISOString() : null;
}

/** Takes rows from the beginning of the chain as long as they are old: in order, so that no gap comes to be. */
function takeOldest({ dialect, write }: Store, sealKey: KeyObject, before: string): Promise<number> {
  return write.transaction().execute(async (transaction) => {
    await holdEnd({ dialect, write: transaction });
    const first = await transaction
      .selectFrom('audit_events')
      .select(['seq', 'hash', 'at'])
      .orderBy('seq')
      .limit(rowsPerTransaction)
      .execute();
    const young = first.findIndex(({ at }) => at >= before);
    const old = young < 0 ? first : first.slice(0, young);
    const last = old.at(-1);
    if (last === undefined) return 0;
    const base = { seq: last.seq, hash: last.hash };
    await transaction.deleteFrom('audit_events').where('seq', '<=', base.seq).execute();
    await transaction
      .updateTable('audit_chain')
      .set({ base_seq: base.seq, base_hash: base.hash, base_seal: sealOf(sealKey, 'base', base) })
      .execute();
    return old.length;
  });
}
