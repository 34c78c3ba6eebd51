import type { Exchange } from '../../http/exchange.ts';
import { endGrants } from '../../keys/grants/end-grants.ts';
import { tokenHashes } from '../../keys/grants/look-up.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { ConnectContext } from '../connect-context.ts';
import { OAuthError, sendJson } from '../oauth-error.ts';
import { readClientForm, requireClient } from './authenticated-client.ts';

/**
 * RFC 7009: a client gives back what it has. With the refresh token goes the grant; with an access token that token alone.
 * One that is not known, or somebody else's, is as if given back: the answer tells nothing of it. @throws OAuthError
 */
export async function revoke(context: ConnectContext, exchange: Exchange): Promise<void> {
  const { limits, store, secrets } = context;
  limits.take(exchange, 'revoke');
  const posted = await readClientForm(context, exchange);
  await requireClient(context, posted);
  const token = posted.values.get('token');
  if (token === undefined) throw new OAuthError('invalid_request', 'token is missing.');
  const hashes = tokenHashes(secrets.current(), token);
  const isRevoked = await store.write.transaction().execute(async (transaction) => {
    const access = await transaction
      .deleteFrom('connect_access_tokens')
      .where('token', 'in', hashes)
      .where('client_id', '=', posted.clientId)
      .executeTakeFirst();
    if (access.numDeletedRows > 0n) {
      await bumpKeysRevision(transaction);
      return true;
    }
    const grant = await transaction
      .selectFrom('connect_refresh_tokens')
      .innerJoin('connect_grants', 'connect_grants.id', 'connect_refresh_tokens.grant_id')
      .select(['connect_grants.id', 'connect_grants.organization_id'])
      .where('connect_refresh_tokens.token', 'in', hashes)
      .where('connect_refresh_tokens.client_id', '=', posted.clientId)
      .executeTakeFirst();
    if (grant === undefined) return false;
    await endGrants(transaction, context, {
      organizationId: grant.organization_id,
      which: { grantId: grant.id },
      by: 'app',
      because: 'revoked_by_app',
    });
    return true;
  });
  if (isRevoked) context.changed();
  sendJson(exchange, 200, {});
}
