import { Problem } from '../../contract/problem.ts';
import { requireUncommon } from '../auth/common-passwords.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { writeOfPerson } from './address.ts';
import { moveSession } from './move-session.ts';
import { requirePresentPassword } from './present-password.ts';
import { startSession } from './start-session.ts';
import type { PersonVisit } from './visit.ts';

/**
 * Gives whoever is signed in another password, and ends all of their sessions: this browser goes on in a new one. No
 * other browser is known to the account any more.
 * @throws Problem FORBIDDEN for a wrong present password, CONFLICT without one, VALIDATION_ERROR for a common new one;
 * RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function changePassword(
  context: DashboardContext,
  visit: PersonVisit,
  { present, next }: { present: string; next: string },
): Promise<void> {
  const { keys } = context;
  const { person, organizationId } = visit.visitor;
  await requireUncommon(next, 'new_password');
  const fitted = await requirePresentPassword(context, visit, present);
  if (fitted === null) throw new Problem('CONFLICT', 'You sign in without a password here.');
  const passwordHash = await context.hashPassword(next, { address: visit.address, subject: person.id });
  await keys.store.write.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('sign_in_accounts')
      .set({ password: passwordHash, updated_at: new Date(keys.now()).toISOString() })
      .where('person_id', '=', person.id)
      .where('provider_id', '=', 'credential')
      .where('password', '=', fitted)
      .executeTakeFirst();
    // Somebody else was quicker, as the operator.
    if (numUpdatedRows === 0n) throw new Problem('FORBIDDEN', 'The present password is wrong.');
    const ended = await transaction
      .deleteFrom('dashboard_sessions')
      .where('person_id', '=', person.id)
      .executeTakeFirst();
    const facts = { person: person.id, sessions_ended: String(ended.numDeletedRows) };
    await writeOfPerson(transaction, keys, person.id, { event: 'member.password_changed', by: person.id, facts });
  });
  const { sessionId } = await startSession(context, visit, { person, passwordHash });
  if (organizationId !== null) await moveSession(context, sessionId, organizationId);
}
