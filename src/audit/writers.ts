import { hostname } from 'node:os';
import type { Store } from '../store/store.ts';
import type { AuditEntry } from './audit-event.ts';
import { writePending } from './write-change.ts';

/** A process that writes to the trail. */
export interface Writer {
  readonly id: string;
  readonly pid: number;
  readonly startedAt: number;
}

/** How often a writer says that it is there; one not heard of for three times as long is taken for dead. */
export const heartbeatMs = 5_000;
const silentMs = 3 * heartbeatMs;

export async function enter({ write }: Pick<Store, 'write'>, { id, pid, startedAt }: Writer): Promise<void> {
  const at = new Date(startedAt).toISOString();
  await write.insertInto('audit_writers').values({ id, host: hostname(), pid, started_at: at, seen_at: at }).execute();
}

export async function beat({ write }: Pick<Store, 'write'>, { id }: Writer, now: number): Promise<void> {
  await write
    .updateTable('audit_writers')
    .set({ seen_at: new Date(now).toISOString() })
    .where('id', '=', id)
    .execute();
}

export async function leave({ write }: Pick<Store, 'write'>, { id }: Writer): Promise<void> {
  await write.deleteFrom('audit_writers').where('id', '=', id).execute();
}

/** A process that ended without its shutdown. */
export interface LostWriter {
  readonly id: string;
  /** ISO 8601: calls of the second after this may be missing. */
  readonly seenAt: string;
}

/**
 * Records the processes that ended without shutting down, once each: of several processes that check, one finds it. A
 * process of this machine is looked up by its id, so that a restart right after a crash notices; one on another machine
 * is found by its silence.
 */
export async function writeDownLost(
  store: Store,
  self: Writer,
  outside: { now: () => number; newId: () => string; isAlive: (pid: number) => boolean },
): Promise<readonly LostWriter[]> {
  const known = await store.read.selectFrom('audit_writers').selectAll().where('id', '!=', self.id).execute();
  const here = hostname();
  const lost: LostWriter[] = [];
  for (const row of known) {
    // A writer with our own process id is a predecessor: in a container every start has the same id.
    const isGone = row.host === here && (row.pid === self.pid || !outside.isAlive(row.pid));
    const isSilent = Math.abs(outside.now() - Date.parse(row.seen_at)) > silentMs;
    if (!isGone && !isSilent) continue;
    const writer = { id: row.id, seenAt: row.seen_at };
    if (await writeDown(store, writer, outside)) lost.push(writer);
  }
  return lost;
}

function lostEntry({ id, seenAt }: LostWriter): AuditEntry {
  const note = 'ended without its shutdown: calls of its last second may be missing';
  return { event: 'process.lost', organizationId: null, facts: { process: id, last_seen_at: seenAt, note } };
}

function writeDown(
  { write }: Store,
  lost: LostWriter,
  outside: { now: () => number; newId: () => string },
): Promise<boolean> {
  return write.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('audit_writers')
      .where('id', '=', lost.id)
      .where('seen_at', '=', lost.seenAt)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) return false;
    await writePending(transaction, outside, lostEntry(lost));
    return true;
  });
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
