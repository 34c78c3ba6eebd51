import { writeChange } from '../../audit/write-change.ts';
import { endGrants } from '../../keys/grants/end-grants.ts';
import { tokenHashes } from '../../keys/grants/look-up.ts';
import type { ConnectContext } from '../connect-context.ts';
import { OAuthError } from '../oauth-error.ts';
import { type ClientForm, refusalOf } from './authenticated-client.ts';
import { requireLiveGrant } from './live-grant.ts';
import type { TokenAnswer } from './token-answer.ts';

/**
 * The first tokens of a grant. A code is good once: whoever comes with it again has it from somebody else, and then
 * nobody keeps what was given for it (RFC 9700 §4.5.3).
 * @throws OAuthError
 */
export async function exchangeCode(context: ConnectContext, posted: ClientForm): Promise<TokenAnswer> {
  const grant = await takeCode(context, posted);
  const answer = await tokensFor(context, posted).catch(async (error: unknown) => {
    // The code is spent: nobody will ever come for what it was given for.
    await end(context, grant, 'code_refused');
    throw error;
  });
  await context.store.write.transaction().execute(async (transaction) => {
    const facts = { name: grant.client_name, scopes: grant.scopes };
    await writeChange(transaction, context, {
      organizationId: grant.organization_id,
      keyId: grant.id,
      by: grant.person_id,
      event: 'app.connected',
      facts,
    });
  });
  return answer;
}

/** @throws OAuthError for what does not fit the code */
async function tokensFor(context: ConnectContext, { form }: ClientForm): Promise<TokenAnswer> {
  const answer = await (await context.provider()).exchangeCode(form);
  if (answer.status === 200) return answer.body;
  const refusal = refusalOf(answer);
  // For the client it is a code that is not valid (RFC 6749 §5.2), whatever the library calls it.
  throw refusal.code === 'invalid_request' ? new OAuthError('invalid_grant', refusal.description) : refusal;
}

/** The grant of a code, whose code is spent from now on. */
async function takeCode(context: ConnectContext, { clientId, values }: ClientForm) {
  const { store, secrets, now } = context;
  const code = values.get('code');
  if (code === undefined) throw new OAuthError('invalid_request', 'code is missing.');
  const at = new Date(now()).toISOString();
  const hashes = tokenHashes(secrets.current(), code);
  const grant = await store.write
    .selectFrom('connect_grants')
    .selectAll()
    .where('code_hash', 'in', hashes)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  if (grant === undefined || grant.code_expires_at === null) throw invalidCode();
  const taken = await store.write
    .updateTable('connect_grants')
    .set({ code_used_at: at })
    .where('id', '=', grant.id)
    .where('code_used_at', 'is', null)
    .where('code_expires_at', '>', at)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) {
    await end(context, grant, grant.code_used_at === null ? 'code_refused' : 'code_reused');
    throw invalidCode();
  }
  await requireLiveGrant(context, grant.id);
  return grant;
}

function invalidCode(): OAuthError {
  return new OAuthError('invalid_grant', 'This code is not valid, or no longer.');
}

async function end(
  context: ConnectContext,
  grant: { id: string; organization_id: string; person_id: string },
  because: 'code_refused' | 'code_reused',
): Promise<void> {
  await context.store.write.transaction().execute((transaction) =>
    endGrants(transaction, context, {
      organizationId: grant.organization_id,
      which: { grantId: grant.id },
      by: grant.person_id,
      because,
    }),
  );
  context.changed();
}
