import { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { hasEnded, markOf, processMark, type Sender } from './sender.ts';

const fact = 'mail_sender';
/** When it is over another process sends. Each mail is fenced by its own claim besides. */
const leaseMs = 30_000;

/** Whether this process is the one that sends now: as long as it asks before its lease is over. */
export async function holdLease({ write }: Pick<Store, 'write'>, sender: Sender, now: number): Promise<boolean> {
  const value = JSON.stringify({ ...markOf(sender), until: now + leaseMs, id: sender.id });
  const row = await write.selectFrom('instance_facts').select('value').where('name', '=', fact).executeTakeFirst();
  if (row === undefined) {
    const { numInsertedOrUpdatedRows } = await write
      .insertInto('instance_facts')
      .values({ name: fact, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const held = read(row.value);
  // Half of it is enough: a renewal is a commit that waits for the disk.
  if (held?.id === sender.id && held.until > now + leaseMs / 2 && held.until <= now + leaseMs) return true;
  if (!mayTake(held, sender, now)) return false;
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

function mayTake(held: z.output<typeof lease> | null, sender: Sender, now: number): boolean {
  // A clock that was ahead and is set right must not keep it for ever.
  if (held === null || held.id === sender.id || held.until <= now || held.until > now + 2 * leaseMs) return true;
  return hasEnded(held, sender);
}

const lease = processMark.extend({ until: z.number(), id: z.string() });

function read(value: string): z.output<typeof lease> | null {
  return lease.safeParse(JSON.parse(value)).data ?? null;
}
