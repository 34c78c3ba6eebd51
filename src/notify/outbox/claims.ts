import type { MailRow, MailState } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { lastLineOf } from './last-lines.ts';

type Database = Pick<Store, 'write'>;

export type Left = Pick<MailRow, 'id' | 'kind' | 'tries'>;

/** What ends a mail. */
export type Settled = Exclude<MailState, 'waiting' | 'taken' | 'handed'>;

/** Longer than the SMTP server is waited for: after it nobody waits for its answer any more. */
const unansweredMs = 15 * 60_000;

/**
 * Takes back what was left behind, to be called when this process has nothing under way. A mail that was only `taken` never
 * got its last line, so no server has it: it is sent from the beginning. One that was `handed` so long ago that nobody waits
 * for an answer any more may be there and may not: it is not sent again. @returns those
 */
export async function takeBack({ write }: Database, now: number): Promise<readonly Left[]> {
  await write.updateTable('mails').set({ state: 'waiting', claim: null }).where('state', '=', 'taken').execute();
  return await write
    .updateTable('mails')
    .set(settled('unknown', now))
    .where('state', '=', 'handed')
    .where('handed_at', '<', new Date(now - unansweredMs).toISOString())
    .returning(['id', 'kind', 'tries'])
    .execute();
}

/**
 * The same of what a process has handed that has ended and has left behind which last lines it sent: those are with the
 * server, all others are sent from the beginning. @returns those that are with the server, as far as anybody knows
 */
export async function takeBackHanded(
  { write }: Database,
  claim: string,
  sent: ReadonlySet<string>,
  now: number,
): Promise<readonly Left[]> {
  const handed = await write
    .selectFrom('mails')
    .select(['id', 'kind', 'tries'])
    .where('state', '=', 'handed')
    .where('claim', '=', claim)
    .execute();
  const isSent = (mail: Left) => sent.has(lastLineOf(mail));
  for (const mail of handed) {
    if (isSent(mail)) await settle({ write }, mail.id, claim, 'unknown', now);
    else await postpone({ write }, mail.id, claim, now);
  }
  return handed.filter(isSent);
}

/** The next that is due, taken by this process; undefined where none is. */
export async function takeNext({ write }: Database, claim: string, now: number): Promise<MailRow | undefined> {
  const due = await write
    .selectFrom('mails')
    .select('id')
    .where('state', '=', 'waiting')
    .where('next_try_at', '<=', new Date(now).toISOString())
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (due === undefined) return undefined;
  return await write
    .updateTable('mails')
    .set((row) => ({ state: 'taken', claim, tries: row('tries', '+', 1) }))
    .where('id', '=', due.id)
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
}

/**
 * Marks a mail of which the server is told next: from here on only the file of this process says whether its last line was
 * sent. Well before that line, so that nobody who kills us for the mark meets the moment in which it is noted.
 * @throws Error where another process has taken the mail meanwhile: then the server must not be told
 */
export async function markHanded({ write }: Database, id: string, claim: string, now: number): Promise<void> {
  const { numUpdatedRows } = await write
    .updateTable('mails')
    .set({ state: 'handed', handed_at: new Date(now).toISOString() })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('state', '=', 'taken')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error('another process sends this mail');
}

/** Lets it wait for another try. */
export async function postpone({ write }: Database, id: string, claim: string, until: number): Promise<void> {
  await write
    .updateTable('mails')
    .set({ state: 'waiting', claim: null, handed_at: null, next_try_at: new Date(until).toISOString() })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .execute();
}

/** Ends it; its link goes. */
export async function settle(
  { write }: Database,
  id: string,
  claim: string,
  state: Settled,
  now: number,
): Promise<void> {
  await write.updateTable('mails').set(settled(state, now)).where('id', '=', id).where('claim', '=', claim).execute();
}

/** For one that nobody is to get, as if it had never been posted. */
export async function drop({ write }: Database, id: string, claim: string): Promise<void> {
  await write.deleteFrom('mails').where('id', '=', id).where('claim', '=', claim).execute();
}

/** How many an address was sent, or may have been, since an instant. */
export async function countHanded({ write }: Database, address: string, since: number): Promise<number> {
  const { handed } = await write
    .selectFrom('mails')
    .select(({ fn }) => fn.countAll<number | string>().as('handed'))
    .where('address', '=', address)
    .where('handed_at', '>', new Date(since).toISOString())
    .executeTakeFirstOrThrow();
  return Number(handed);
}

function settled(state: Settled, now: number) {
  return { state, sealed_link: null, settled_at: new Date(now).toISOString() };
}
