import { asProblem } from '../auth/auth-call.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { settleSession } from './move-session.ts';
import type { Person } from './person.ts';
import type { Visit } from './visit.ts';

const wrong = ['UNAUTHORIZED', 'The address or the password is wrong.'] as const;

export interface SignedIn {
  person: Person;
  sessionId: string;
}

/**
 * Begins a session, always under a new token, and ends the one that the browser came with.
 * @throws Problem UNAUTHORIZED, which does not say whether the address has an account; RATE_LIMITED
 */
export async function signIn(
  context: DashboardContext,
  visit: Visit,
  { email, password }: { email: string; password: string },
): Promise<SignedIn> {
  context.attempts.attempt(visit.address, email);
  const signedIn = (await context.auth()).api.signInEmail({
    body: { email, password },
    headers: visit.headers,
    returnHeaders: true,
  });
  const { response, headers } = await asProblem(signedIn, { INVALID_EMAIL_OR_PASSWORD: wrong, INVALID_EMAIL: wrong });
  context.attempts.succeeded(visit.address, email);
  if (visit.visitor !== null) await endSession(context, visit.visitor.sessionId);
  visit.cookies = headers.getSetCookie();
  const { id, email: address, name } = response.user;
  const sessionId = await sessionNamed(context, response.token);
  await settleSession(context, { sessionId, personId: id });
  return { person: { id, email: address, name }, sessionId };
}

async function sessionNamed({ keys }: DashboardContext, token: string): Promise<string> {
  const session = await keys.store.write
    .selectFrom('dashboard_sessions')
    .select('id')
    .where('token', '=', token)
    .executeTakeFirstOrThrow();
  return session.id;
}

async function endSession({ keys }: DashboardContext, sessionId: string): Promise<void> {
  await keys.store.write.deleteFrom('dashboard_sessions').where('id', '=', sessionId).execute();
}
