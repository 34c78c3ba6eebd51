import { Problem } from '../../contract/problem.ts';
import { tryPassword } from '../auth/try-password.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { accountOf } from './password-account.ts';
import type { PersonVisit } from './visit.ts';

/**
 * Has whoever is signed in show that they know the password: a session that was left open is not enough for what lets
 * somebody in. Wrong ones are counted by session, so that nobody else uses up the tries.
 * @returns the hash that it fits; null for an account without a password
 * @throws Problem FORBIDDEN where it is wrong; RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function requirePresentPassword(
  context: DashboardContext,
  visit: PersonVisit,
  password: string | undefined,
): Promise<string | null> {
  const { person, sessionId } = visit.visitor;
  const account = await accountOf(context.keys.store.write, { personId: person.id });
  const hash = account?.passwordHash ?? null;
  if (hash === null) return null;
  const asker = { address: visit.address, account: person.email, browser: `of session ${sessionId}` };
  const passwords = (await (await context.auth()).$context).password;
  const came = await tryPassword(context, asker, async () =>
    (await passwords.verify({ hash, password: password ?? '' })) ? hash : null,
  );
  if (came !== null) return came;
  context.noteRefused({ address: visit.address, by: person.id, account, isKnown: true, at: 'settings' });
  throw new Problem('FORBIDDEN', 'The present password is wrong.', context.guesses.untilNext(asker));
}
