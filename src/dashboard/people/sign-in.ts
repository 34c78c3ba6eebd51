import { Problem } from '../../contract/problem.ts';
import { asProblem } from '../auth/auth-call.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { tellOfSignIn } from '../mail/note-sign-in.ts';
import { addressLost } from './address-lost.ts';
import { settleSession } from './move-session.ts';
import type { Person } from './person.ts';
import type { Visit } from './visit.ts';

const wrong = 'The address or the password is wrong.';

export interface SignedIn {
  person: Person;
  sessionId: string;
}

/**
 * Begins a session, always under a new token, and ends the one that the browser came with.
 * @param refusal what is said where it is refused
 * @throws Problem UNAUTHORIZED, which does not say whether the address has an account; RATE_LIMITED
 */
export async function signIn(
  context: DashboardContext,
  visit: Visit,
  { email, password }: { email: string; password: string },
  refusal = wrong,
): Promise<SignedIn> {
  context.attempts.attempt(visit.address, email);
  const api = (await context.auth()).api;
  const signedIn = api.signInEmail({ body: { email, password }, headers: visit.headers, returnHeaders: true });
  const refused = ['UNAUTHORIZED', refusal] as const;
  const { response, headers } = await asProblem(signedIn, {
    INVALID_EMAIL_OR_PASSWORD: refused,
    INVALID_EMAIL: refused,
  }).catch(async (error: unknown) => {
    throw error instanceof Problem ? ((await addressLost(context, { email, password })) ?? error) : error;
  });
  context.attempts.succeeded(visit.address, email);
  if (visit.visitor !== null) await endSession(context, visit.visitor.sessionId);
  visit.cookies = headers.getSetCookie();
  const { id, email: address, name } = response.user;
  const sessionId = await sessionNamed(context, response.token);
  await settleSession(context, { sessionId, personId: id });
  await tellOfSignIn(context, {
    personId: id,
    address: visit.address,
    userAgent: visit.headers.get('user-agent') ?? '',
  });
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
