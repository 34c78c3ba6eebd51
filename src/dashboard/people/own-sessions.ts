import type { z } from 'zod';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import type { Store } from '../../store/store.ts';
import { browserWords } from '../auth/browser-words.ts';
import type { ownSession } from '../contract/own-sessions.ts';
import { writeOfPerson } from './address.ts';
import type { Visitor } from './visitor.ts';

/** More than anybody reads; all of them end by `endAllSessions`. */
const mostListed = 100;

/** Where somebody is signed in: this session first, then those used last. */
export async function listOwnSessions(
  { read }: Pick<Store, 'read'>,
  { person, sessionId }: Visitor,
  now: number,
): Promise<z.output<typeof ownSession>[]> {
  const rows = await read
    .selectFrom('dashboard_sessions')
    .select(['id', 'created_at', 'updated_at', 'seen_at', 'user_agent', 'address_class', 'begun_by'])
    .where('person_id', '=', person.id)
    .where('expires_at', '>', new Date(now).toISOString())
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(mostListed)
    .execute();
  const sessions = rows.map((row) => ({
    type: 'own_session' as const,
    id: row.id,
    began_at: new Date(row.created_at).toISOString(),
    last_seen_at: row.seen_at ?? new Date(row.updated_at).toISOString(),
    browser: browserWords(row.user_agent),
    address_class: row.address_class ?? 'unknown',
    begun_by: row.begun_by,
    is_this: row.id === sessionId,
  }));
  return sessions.sort(
    (one, other) => Number(other.is_this) - Number(one.is_this) || other.last_seen_at.localeCompare(one.last_seen_at),
  );
}

/** Ends one session of a person; false for one that is not theirs, or not any more. */
export async function endOwnSession(
  keys: KeyContext,
  { person }: Visitor,
  { sessionId, isSignOut }: { sessionId: string; isSignOut: boolean },
): Promise<boolean> {
  return await keys.store.write.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('dashboard_sessions')
      .where('id', '=', sessionId)
      .where('person_id', '=', person.id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await writeOfPerson(transaction, keys, person.id, {
      event: isSignOut ? 'session.signed_out' : 'session.ended',
      by: person.id,
      facts: { session: sessionId, ...(!isSignOut && { because: 'its person ended it' }) },
    });
    return true;
  });
}

/** Signs somebody out everywhere: this session ends too. */
export async function endAllSessions(keys: KeyContext, { person }: Visitor): Promise<void> {
  await keys.store.write.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('dashboard_sessions')
      .where('person_id', '=', person.id)
      .executeTakeFirst();
    const facts = { sessions: String(numDeletedRows), because: 'its person signed out everywhere' };
    await writeOfPerson(transaction, keys, person.id, { event: 'session.ended', by: person.id, facts });
  });
}
