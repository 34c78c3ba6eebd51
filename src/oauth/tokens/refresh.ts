import { accessTokenPrefix, generateToken, isToken, refreshTokenPrefix } from '../../keys/format.ts';
import { endGrants } from '../../keys/grants/end-grants.ts';
import { newTokenHash, tokenHashes } from '../../keys/grants/look-up.ts';
import { openSealed, sealKey } from '../../keys/seal.ts';
import type { ConnectContext } from '../connect-context.ts';
import { offlineAccess } from '../documents/metadata.ts';
import { lifetimes } from '../lifetimes.ts';
import { OAuthError } from '../oauth-error.ts';
import { resourceOf } from '../resource.ts';
import { type ClientForm, requireClient } from './authenticated-client.ts';
import { requireLiveGrant } from './live-grant.ts';
import type { TokenAnswer } from './token-answer.ts';

type Found = Awaited<ReturnType<typeof findToken>>;

/**
 * The next tokens of a grant. Each refresh token is exchanged once, in one transaction; whoever comes with it again within
 * half a minute gets the same answer, as answers get lost and clients ask several times at once. Later it is somebody who
 * has copied it, or has been copied: that grant ends, and no other of the same app (RFC 9700 §4.14.2).
 * @throws OAuthError
 */
export async function refresh(context: ConnectContext, posted: ClientForm): Promise<TokenAnswer> {
  await requireClient(context, posted);
  const found = await findToken(context, posted);
  const { organization_id: organizationId } = await requireLiveGrant(context, found.grant_id);
  if (found.rotated_at === null) {
    const answer = await rotate(context, found, organizationId);
    if (answer !== null) return answer;
    // Another request, here or at another process, was quicker.
    return await replay(context, await findToken(context, posted), organizationId);
  }
  return await replay(context, found, organizationId);
}

async function findToken({ store, secrets, now }: ConnectContext, { clientId, values }: ClientForm) {
  const token = values.get('refresh_token');
  if (token === undefined) throw new OAuthError('invalid_request', 'refresh_token is missing.');
  const row = isToken(refreshTokenPrefix, token)
    ? await store.write
        .selectFrom('connect_refresh_tokens')
        .select(['id', 'grant_id', 'client_id', 'expires_at', 'rotated_at', 'replay', 'replay_until'])
        .where('token', 'in', tokenHashes(secrets.current(), token))
        .executeTakeFirst()
    : undefined;
  if (row === undefined || row.client_id !== clientId || new Date(row.expires_at).getTime() <= now()) throw invalid();
  return row;
}

function invalid(): OAuthError {
  return new OAuthError('invalid_grant', 'This refresh token is not valid, or no longer. Sign in again.');
}

/** Puts the next tokens in the place of this one; null where somebody else has done so. */
async function rotate(context: ConnectContext, found: Found, organizationId: string): Promise<TokenAnswer | null> {
  const { store, secrets, now, newId, randomBytes, connectUrl } = context;
  const at = now();
  const grant = await requireLiveGrant(context, found.grant_id);
  const accessToken = generateToken(accessTokenPrefix, randomBytes);
  const refreshToken = generateToken(refreshTokenPrefix, randomBytes);
  const scope = `${grant.scopes} ${offlineAccess}`;
  const answer = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: lifetimes.accessTokenSeconds,
    refresh_token: refreshToken,
    scope,
  };
  const sealed = await sealKey(secrets.current(), JSON.stringify(answer), { keyId: found.id, organizationId });
  const iso = (seconds: number) => new Date(at + seconds * 1000).toISOString();
  const shared = {
    client_id: found.client_id,
    person_id: grant.person_id,
    grant_id: grant.id,
    resources: JSON.stringify([resourceOf(connectUrl)]),
    scopes: JSON.stringify(scope.split(' ')),
    created_at: iso(0),
  };
  const refreshId = newId();
  return await store.write.transaction().execute(async (transaction) => {
    const rotated = await transaction
      .updateTable('connect_refresh_tokens')
      .set({ rotated_at: iso(0), replay: sealed, replay_until: iso(lifetimes.replaySeconds) })
      .where('id', '=', found.id)
      .where('rotated_at', 'is', null)
      .executeTakeFirst();
    if (rotated.numUpdatedRows === 0n) return null;
    await transaction
      .insertInto('connect_refresh_tokens')
      .values({
        ...shared,
        id: refreshId,
        token: newTokenHash(secrets.current(), refreshToken),
        expires_at: iso(lifetimes.refreshTokenSeconds),
        rotated_at: null,
        replay: null,
        replay_until: null,
      })
      .execute();
    await transaction
      .insertInto('connect_access_tokens')
      .values({
        ...shared,
        id: newId(),
        token: newTokenHash(secrets.current(), accessToken),
        expires_at: iso(lifetimes.accessTokenSeconds),
        refresh_id: refreshId,
      })
      .execute();
    return answer;
  });
}

/** The answer that this token was exchanged for, as long as it may have got lost. */
async function replay(context: ConnectContext, found: Found, organizationId: string): Promise<TokenAnswer> {
  const { store, secrets, now } = context;
  const isRecent = found.replay_until !== null && new Date(found.replay_until).getTime() > now();
  if (isRecent && found.replay !== null) {
    const opened = await openSealed(secrets.current(), found.replay, { keyId: found.id, organizationId });
    if (opened.kind === 'opened') return JSON.parse(opened.key);
  }
  await store.write.transaction().execute((transaction) =>
    endGrants(transaction, context, {
      organizationId,
      which: { grantId: found.grant_id },
      by: 'app',
      because: 'token_reused',
    }),
  );
  context.changed();
  throw invalid();
}
