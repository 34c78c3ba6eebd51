import { hostname } from 'node:os';
import type { Store } from '../../store/store.ts';

/** A process that may send. */
export interface Sender {
  readonly id: string;
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
}

const fact = 'mail_sender';
/** Renewed every few seconds; when it is over another process sends. Each mail is fenced by its own claim besides. */
const leaseMs = 30_000;

/** Whether this process is the one that sends now: as long as it asks before its lease is over. */
export async function holdLease({ write }: Pick<Store, 'write'>, sender: Sender, now: number): Promise<boolean> {
  const value = JSON.stringify({ until: now + leaseMs, host: hostname(), pid: sender.pid, id: sender.id });
  const row = await write.selectFrom('instance_facts').select('value').where('name', '=', fact).executeTakeFirst();
  if (row === undefined) {
    const { numInsertedOrUpdatedRows } = await write
      .insertInto('instance_facts')
      .values({ name: fact, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  if (!mayTake(row.value, sender, now)) return false;
  const { numUpdatedRows } = await write
    .updateTable('instance_facts')
    .set({ value })
    .where('name', '=', fact)
    .where('value', '=', row.value)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Lets another process send at once. */
export async function leaveLease({ write }: Pick<Store, 'write'>, { id }: Sender): Promise<void> {
  const row = await write.selectFrom('instance_facts').select('value').where('name', '=', fact).executeTakeFirst();
  if (row === undefined || read(row.value)?.id !== id) return;
  await write.deleteFrom('instance_facts').where('name', '=', fact).where('value', '=', row.value).execute();
}

function mayTake(value: string, { id, pid, isAlive }: Sender, now: number): boolean {
  const held = read(value);
  if (held === null || held.id === id || held.until <= now || held.until > now + 2 * leaseMs) return true;
  // One of this machine that has ended: in a container every start has the same process id.
  return held.host === hostname() && (held.pid === pid || !isAlive(held.pid));
}

function read(value: string): { until: number; host: string; pid: number; id: string } | null {
  const { until, host, pid, id } = JSON.parse(value);
  return { until: Number(until), host: String(host), pid: Number(pid), id: String(id) };
}
