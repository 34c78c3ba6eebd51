import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { AuditEntry } from './audit-event.ts';
import { isAuthentic } from './authorship.ts';
import { openNumbersText } from './ledger.ts';
import { include, type Ranges } from './ranges.ts';
import type { TrailKeys } from './trail-keys.ts';
import { type Witness, writePending } from './write-change.ts';

/** A process that writes to the trail. */
export interface Writer {
  readonly id: string;
  readonly pid: number;
  readonly startedAt: number;
}

/** How often a writer says that it is there; one not heard of for three times as long is taken for dead. */
export const heartbeatMs = 5_000;
const silentMs = 3 * heartbeatMs;

/** How many of the last rows are looked through for those of a process that is gone: minutes of a busy server. */
const rowsLookedThrough = 100_000;

export async function enter(database: Kysely<Schema>, { id, pid, startedAt }: Writer, now = startedAt): Promise<void> {
  const at = new Date(startedAt).toISOString();
  const seen_at = new Date(now).toISOString();
  await database
    .insertInto('audit_writers')
    .values({ id, host: hostname(), pid, started_at: at, seen_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at }))
    .execute();
}

export async function leave({ write }: Pick<Store, 'write'>, { id }: Pick<Writer, 'id'>): Promise<void> {
  await write.deleteFrom('audit_writers').where('id', '=', id).execute();
}

/** A process that ended without its shutdown. */
export interface LostWriter {
  readonly id: string;
  /** ISO 8601: calls of the second after this may be missing. */
  readonly seenAt: string;
}

interface Finder extends Witness {
  keys: TrailKeys;
  isAlive: (pid: number) => boolean;
}

/**
 * Records the processes that ended without shutting down, once each: of several processes that check, one finds it. A
 * process of this machine is looked up by its id, so that a restart right after a crash notices; one on another machine
 * is found by its silence.
 */
export async function writeDownLost(store: Store, self: Writer, finder: Finder): Promise<readonly LostWriter[]> {
  const known = await store.read.selectFrom('audit_writers').selectAll().where('id', '!=', self.id).execute();
  const here = hostname();
  const lost: LostWriter[] = [];
  for (const row of known) {
    // A writer with our own process id is a predecessor: in a container every start has the same id.
    const isGone = row.host === here && (row.pid === self.pid || !finder.isAlive(row.pid));
    const isSilent = Math.abs(finder.now() - Date.parse(row.seen_at)) > silentMs;
    if (!isGone && !isSilent) continue;
    const writer = { id: row.id, seenAt: row.seen_at };
    if (await writeDown(store, writer, finder)) lost.push(writer);
  }
  return lost;
}

function writeDown({ write }: Store, lost: LostWriter, finder: Finder): Promise<boolean> {
  return write.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('audit_writers')
      .where('id', '=', lost.id)
      .where('seen_at', '=', lost.seenAt)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) return false;
    await writePending(transaction, finder, lostEntry(lost, await numbersOf(transaction, lost.id, finder.keys)));
    return true;
  });
}

/** Names the last number that it wrote and those before that have no row, so that no other may be missing. */
function lostEntry({ id, seenAt }: LostWriter, { numbers, from }: NumbersWritten): AuditEntry {
  const last = numbers.at(-1)?.[1] ?? 0;
  const open = openNumbersText(numbers, from, last);
  const note = 'ended without its shutdown: calls of its last second may be missing';
  const facts = { process: id, last_seen_at: seenAt, last_number: String(last), note };
  return { event: 'process.lost', organizationId: null, facts: open === '' ? facts : { ...facts, open_numbers: open } };
}

interface NumbersWritten {
  numbers: Ranges;
  /** The first that was looked for: what lies before was written long ago. */
  from: number;
}

async function numbersOf(transaction: Kysely<Schema>, writer: string, { rowKey }: TrailKeys): Promise<NumbersWritten> {
  // First those that wait: one that gets its place meanwhile is found there.
  const waiting = await transaction.selectFrom('audit_pending').selectAll().where('writer', '=', writer).execute();
  const { seq, base_seq } = await transaction
    .selectFrom('audit_chain')
    .select(['seq', 'base_seq'])
    .executeTakeFirstOrThrow();
  const placed = await transaction
    .selectFrom('audit_events')
    .selectAll()
    .where('seq', '>', seq - rowsLookedThrough)
    .where('writer', '=', writer)
    .execute();
  const numbers: Ranges = [];
  for (const row of [...placed, ...waiting]) if (isAuthentic(rowKey, row)) include(numbers, row.writer_number);
  const isAll = base_seq === 0 && seq <= rowsLookedThrough;
  return { numbers, from: isAll ? 1 : (numbers[0]?.[0] ?? 1) };
}

/** Whether this machine runs a process of that id. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
