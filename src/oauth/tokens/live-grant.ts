import { knownGrant, selectGrants } from '../../keys/grants/look-up.ts';
import { verdictAt } from '../../keys/look-up.ts';
import type { ConnectContext } from '../connect-context.ts';
import { OAuthError } from '../oauth-error.ts';

/**
 * The grant as the verifier sees it: nobody who has left, and no organization that is suspended, gets another token.
 * @throws OAuthError invalid_grant
 */
export async function requireLiveGrant({ store, now }: ConnectContext, grantId: string) {
  const row = await selectGrants(store.write).where('connect_grants.id', '=', grantId).executeTakeFirst();
  const verdict = row === undefined ? null : verdictAt(knownGrant(row), now());
  if (row === undefined || verdict?.kind !== 'valid') {
    throw new OAuthError('invalid_grant', 'This sign-in is over. Sign in again.');
  }
  return row;
}
