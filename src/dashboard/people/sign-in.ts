import { Problem } from '../../contract/problem.ts';
import type { AskedAt } from '../auth/note-refused.ts';
import { tryPassword } from '../auth/try-password.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { addressLost } from './address-lost.ts';
import { accountOf, type PasswordAccount } from './password-account.ts';
import type { Person } from './person.ts';
import { type LetIn, type SignedIn, startSession } from './start-session.ts';
import type { Visit } from './visit.ts';

interface Credentials {
  /** In lower case. */
  email: string;
  password: string;
}

/** Where a password is asked for, and what is said of a wrong one: the same whether there is an account or not. */
interface Asked {
  at: AskedAt;
  refusal: string;
}

const nobody = { personId: 'nobody', passwordHash: null };

const atSignIn: Asked = { at: 'sign-in', refusal: 'The address or the password is wrong.' };

/**
 * Signs in by a password.
 * @throws Problem UNAUTHORIZED, which does not say whether the address has an account; RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function signIn(
  context: DashboardContext,
  visit: Visit,
  { email, password }: Credentials,
  { at, refusal }: Asked = atSignIn,
): Promise<SignedIn> {
  const account = await accountOf(context.keys.store.read, { email });
  // Looked for where there is no account too, so that it takes as long.
  const browser = context.knownBrowsers.nameOf(visit.headers.get('cookie'), account ?? nobody);
  const asker = { address: visit.address, account: email, browser };
  const came = await tryPassword(context, asker, async () => {
    const passwordHash = await fits(context, account, password);
    if (passwordHash !== null && account !== null) return { personId: account.personId, passwordHash };
    return await addressLost(context, { email, password });
  });
  if (came === null) {
    const by = visit.visitor?.person.id ?? null;
    context.noteRefused({ address: visit.address, by, account, isKnown: browser !== null, at });
    throw new Problem('UNAUTHORIZED', refusal, context.guesses.untilNext(asker));
  }
  if (came instanceof Problem) throw came;
  return await startSession(context, visit, await letIn(context, came));
}

/** The hash that the password fits; null where it does not, after the same work for an account that is not there. */
async function fits(
  { auth }: Pick<DashboardContext, 'auth'>,
  account: PasswordAccount | null,
  password: string,
): Promise<string | null> {
  const passwords = (await (await auth()).$context).password;
  const hash = account?.passwordHash ?? null;
  if (hash === null) {
    await passwords.hash(password);
    return null;
  }
  return (await passwords.verify({ hash, password })) ? hash : null;
}

async function letIn(
  { keys }: DashboardContext,
  { personId, passwordHash }: { personId: string; passwordHash: string },
): Promise<LetIn> {
  const person: Person = await keys.store.write
    .selectFrom('people')
    .select(['id', 'email', 'name'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return { person, passwordHash };
}
