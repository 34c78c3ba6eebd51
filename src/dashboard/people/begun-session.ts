import type { Kysely } from 'kysely';
import { Problem } from '../../contract/problem.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import type { Schema, SessionBegunBy } from '../../store/schema.ts';
import { addressClass } from '../auth/address-class.ts';
import { browserWords } from '../auth/browser-words.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { tellOfSignIn } from '../mail/note-sign-in.ts';
import { writeOfPerson } from './address.ts';
import { settleSession } from './move-session.ts';
import { accountOf } from './password-account.ts';
import type { Person } from './person.ts';
import type { Visit } from './visit.ts';
import type { Visitor } from './visitor.ts';

export interface Begun {
  person: Person;
  sessionId: string;
  by: SessionBegunBy;
  /** Of the password that was given; null where a provider vouched. */
  passwordHash: string | null;
}

type Sessions = Pick<DashboardContext, 'keys' | 'config' | 'mail' | 'knownBrowsers'>;

/**
 * What follows when a session has begun, before its cookie goes out: it is written down, the one that the browser came with
 * ends, and the browser is known from now on. A session whose password was changed while it was looked at is none.
 * @throws Problem UNAUTHORIZED
 */
export async function settleBegun(context: Sessions, visit: Visit, begun: Begun): Promise<void> {
  const { keys, knownBrowsers } = context;
  const { person, sessionId } = begun;
  const account = await accountOf(keys.store.write, { personId: person.id });
  const cookies = visit.headers.get('cookie');
  const isKnown = account !== null && knownBrowsers.nameOf(cookies, account) !== null;
  const stands = await keys.store.write
    .transaction()
    .execute((transaction) => record(transaction, context, visit, { ...begun, isKnown }));
  if (!stands) throw new Problem('UNAUTHORIZED', 'The password was changed just now. Sign in with the new one.');
  await settleSession(context, { sessionId, personId: person.id });
  if (account !== null) visit.cookies.push(knownBrowsers.remember(cookies, account));
  visit.visitor = { person, sessionId, organizationId: null };
  const userAgent = visit.headers.get('user-agent') ?? '';
  await tellOfSignIn(context, { personId: person.id, address: visit.address, userAgent });
}

/** False where the password that was given is not the account's any more: the session is gone then. */
async function record(
  transaction: Kysely<Schema>,
  { keys }: Sessions,
  { address, headers, visitor }: Visit,
  { person, sessionId, by, passwordHash, isKnown }: Begun & { isKnown: boolean },
): Promise<boolean> {
  if (passwordHash !== null && !(await isStill(transaction, person.id, passwordHash))) {
    await transaction.deleteFrom('dashboard_sessions').where('id', '=', sessionId).execute();
    return false;
  }
  const agent = headers.get('user-agent');
  const from = addressClass(address);
  const facts = { address_class: from, begun_by: by, user_agent: agent, seen_at: new Date(keys.now()).toISOString() };
  await transaction.updateTable('dashboard_sessions').set(facts).where('id', '=', sessionId).execute();
  if (visitor !== null) await endReplaced(transaction, keys, visitor);
  const browser = `${browserWords(agent)}, ${isKnown ? 'known' : 'new'}`;
  const said = { session: sessionId, by_way_of: by, from, browser };
  await writeOfPerson(transaction, keys, person.id, { event: 'session.begun', by: person.id, facts: said });
  return true;
}

/** The one that the browser came with, where it is still there. */
async function endReplaced(
  transaction: Kysely<Schema>,
  keys: KeyContext,
  { person, sessionId }: Visitor,
): Promise<void> {
  const { numDeletedRows } = await transaction
    .deleteFrom('dashboard_sessions')
    .where('id', '=', sessionId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  const facts = { session: sessionId, because: 'another sign-in in the same browser' };
  await writeOfPerson(transaction, keys, person.id, { event: 'session.ended', by: person.id, facts });
}

/** Held until the end: whoever sets another password meanwhile waits, and then ends this session too (PostgreSQL). */
async function isStill(transaction: Kysely<Schema>, personId: string, passwordHash: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('sign_in_accounts')
    .set({ password: passwordHash })
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .where('password', '=', passwordHash)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
