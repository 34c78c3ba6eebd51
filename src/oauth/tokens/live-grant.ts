import { knownGrant, selectGrants } from '../../keys/grants/look-up.ts';
import { verdictAt } from '../../keys/look-up.ts';
import type { ConnectContext } from '../connect-context.ts';
import { OAuthError, paused } from '../oauth-error.ts';

/**
 * The grant as the verifier sees it: nobody who has left, and no organization that is suspended, gets another token.
 * @throws OAuthError invalid_grant where it is over; temporarily_unavailable where it is stopped, and may go on
 */
export async function requireLiveGrant({ store, now }: ConnectContext, grantId: string) {
  const row = await selectGrants(store.write).where('connect_grants.id', '=', grantId).executeTakeFirst();
  const verdict = row === undefined ? null : verdictAt(knownGrant(row), now());
  if (verdict?.kind === 'suspended') throw paused('This organization is suspended.');
  if (verdict?.kind === 'disabled') throw paused('This app is disabled.');
  if (row === undefined || verdict?.kind !== 'valid') {
    throw new OAuthError('invalid_grant', 'This sign-in is over. Sign in again.');
  }
  return row;
}
