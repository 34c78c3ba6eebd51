import { Problem } from '../../contract/problem.ts';
import type { DashboardContext } from '../dashboard-context.ts';

/**
 * For whoever signs in by an address that was theirs until somebody else proved it: the sign-in name that they have now,
 * told to nobody without their password. Null for everybody else, after the same work.
 */
export async function addressLost(
  { auth, keys }: Pick<DashboardContext, 'auth' | 'keys'>,
  { email, password }: { email: string; password: string },
): Promise<Problem | null> {
  const passwords = (await (await auth()).$context).password;
  const account = await keys.store.read
    .selectFrom('people')
    .innerJoin('sign_in_accounts', 'sign_in_accounts.person_id', 'people.id')
    .select(['people.email', 'sign_in_accounts.password'])
    .where('people.lost_email', '=', email)
    .where('sign_in_accounts.provider_id', '=', 'credential')
    .orderBy('people.updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (account === undefined || account.password === null) {
    await passwords.hash(password);
    return null;
  }
  if (!(await passwords.verify({ hash: account.password, password }))) return null;
  return new Problem(
    'UNAUTHORIZED',
    `Somebody else has proven this address. Your account is as it was, with the same password, under the sign-in name ${account.email}.`,
  );
}
