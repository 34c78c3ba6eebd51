import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { holdEnd, rowsPerTransaction } from './append.ts';
import { createInspection } from './inspection.ts';
import { baseSeal } from './seals.ts';
import type { TrailKeys } from './trail-keys.ts';
import { type Witness, writePending } from './write-change.ts';

const dayMs = 86_400_000;

export interface Retention extends Witness {
  keys: TrailKeys;
  /** Rows older than this many days go. */
  days: number;
  /** `a day`: no more than the oldest day that is kept, so that a clock that is wrong for an hour does not empty the trail. */
  most: 'a day' | 'all';
}

/**
 * Deletes the oldest rows and leaves the chain verifiable: the last deleted row becomes its new beginning, under a seal
 * of its own and with what was found wrong until there, and a row at the end says what was deleted.
 * @returns the number of deleted rows
 */
export async function pruneTrail(store: Store, retention: Retention): Promise<number> {
  const before = await boundary(store, retention);
  if (before === null) return 0;
  let taken = 0;
  for (;;) {
    const rows = await takeOldest(store, retention.keys, before);
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
function takeOldest({ dialect, write }: Store, keys: TrailKeys, before: string): Promise<number> {
  return write.transaction().execute(async (transaction) => {
    await holdEnd({ dialect, write: transaction });
    const first = await transaction
      .selectFrom('audit_events')
      .selectAll()
      .orderBy('seq')
      .limit(rowsPerTransaction)
      .execute();
    const young = first.findIndex(({ at }) => at >= before);
    const old = young < 0 ? first : first.slice(0, young);
    const last = old.at(-1);
    if (last === undefined) return 0;
    await transaction.deleteFrom('audit_events').where('seq', '<=', last.seq).execute();
    await beginAfter(transaction, keys, old);
    return old.length;
  });
}

/** Makes the last of these rows the one that the chain begins after. */
async function beginAfter(
  transaction: Kysely<Schema>,
  keys: TrailKeys,
  taken: readonly Schema['audit_events'][],
): Promise<void> {
  const chain = await transaction
    .selectFrom('audit_chain')
    .select(['base_seq', 'base_hash', 'base_seal', 'base_state'])
    .executeTakeFirstOrThrow();
  const inspection = createInspection({ keys, chain, settledBefore: '' });
  for (const row of taken) inspection.add(row);
  const { last } = inspection.found();
  const state = inspection.state();
  const values = { base_seq: last.seq, base_hash: last.hash, base_state: state };
  await transaction
    .updateTable('audit_chain')
    .set({ ...values, base_seal: baseSeal(keys.sealKey, last, state) })
    .execute();
}
