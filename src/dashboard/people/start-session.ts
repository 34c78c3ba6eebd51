import type { DashboardContext } from '../dashboard-context.ts';
import { settleBegun } from './begun-session.ts';
import type { Person } from './person.ts';
import type { Visit } from './visit.ts';

export interface SignedIn {
  person: Person;
  sessionId: string;
}

/** Somebody whom their password lets in. */
export interface LetIn {
  person: Person;
  passwordHash: string;
}

/**
 * Begins a session, always under a new token, and ends the one that the browser came with.
 * @throws Problem UNAUTHORIZED where the password is another one by now
 */
export async function startSession(
  context: DashboardContext,
  visit: Visit,
  { person, passwordHash }: LetIn,
): Promise<SignedIn> {
  const { response, headers } = await (await context.auth()).api.beginSession({
    body: { personId: person.id },
    headers: visit.headers,
    returnHeaders: true,
  });
  const { sessionId } = response;
  visit.cookies = headers.getSetCookie();
  try {
    await settleBegun(context, visit, { person, sessionId, by: 'password', passwordHash });
  } catch (error) {
    // No cookie without what follows it.
    visit.cookies = [];
    throw error;
  }
  return { person, sessionId };
}
