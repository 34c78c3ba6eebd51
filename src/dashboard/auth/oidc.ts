import type { Store } from '../../store/store.ts';
import { dashboardApiBase } from '../contract/route.ts';
import { hasOwner } from './setup-token.ts';

/** Apart from `auth.ts`, so that naming these does not load better-auth. */
export const oidcProvider = 'oidc';
export const authPath = `${dashboardApiBase}/auth`;
/** Where the provider sends people back to: the one route of better-auth's own that is mounted. */
export const oidcCallbackPath = `${authPath}/callback/${oidcProvider}`;

/**
 * Whether somebody who comes by OpenID Connect for the first time may have an account: after the first owner, under an
 * address that the provider has verified, and with an invitation unless anybody may sign up.
 */
export async function admitsByOidc(
  { read }: Pick<Store, 'read'>,
  setting: { signUp: 'invite' | 'open'; now: number },
  person: { email: string; emailVerified: boolean },
): Promise<boolean> {
  if (!person.emailVerified || !(await hasOwner(read))) return false;
  if (setting.signUp === 'open') return true;
  const invitations = await read
    .selectFrom('invitations')
    .select('expires_at')
    .where('email', '=', person.email.toLowerCase())
    .where('status', '=', 'pending')
    .execute();
  return invitations.some(({ expires_at }) => new Date(expires_at).getTime() > setting.now);
}

/** What better-auth calls errors, though it only sent somebody away: strangers must not fill the log with errors. */
const refusals: ReadonlySet<string> = new Set([
  'unable_to_create_user',
  'account_not_linked',
  'Unable to link account - untrusted provider',
  'State not found',
  'Failed to parse state',
  'INVALID_CALLBACK_REQUEST',
]);

export function isOidcRefusal(message: string): boolean {
  return refusals.has(message);
}
