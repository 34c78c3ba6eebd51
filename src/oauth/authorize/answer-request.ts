import { Problem } from '../../contract/problem.ts';
import { allows, impliedScopes, type Scope } from '../../contract/scope.ts';
import { endOfUnused } from '../../keys/grants/grant.ts';
import { newTokenHash } from '../../keys/grants/look-up.ts';
import { heldRole } from '../../organizations/member-role.ts';
import { scopesOfRole } from '../../organizations/role-scopes.ts';
import type { KnownClient } from '../clients/known-client.ts';
import { readRedirect } from '../clients/redirects.ts';
import type { ConnectContext } from '../connect-context.ts';
import { offlineAccess } from '../documents/metadata.ts';
import { lifetimes } from '../lifetimes.ts';
import { askedFor } from './authorization-query.ts';
import type { WaitingRequest } from './requests.ts';

/** Who answers, by the cookie of whose session. */
export interface Answering {
  readonly personId: string;
  readonly cookie: string;
}

/** What somebody lets a client do. */
export interface Allowed {
  readonly organizationId: string;
  readonly scope: Scope;
}

/** Most apps of a person in an organization: each has tokens that are kept. */
const mostGrants = 100;

/** Where the browser goes with the word that nothing is allowed. @throws Problem CONFLICT where the request is over */
export async function denyRequest(context: ConnectContext, request: WaitingRequest, by: Answering): Promise<string> {
  const location = await (await context.provider()).answer(request.signedQuery, by.cookie, { kind: 'deny' });
  return location ?? over();
}

/**
 * Makes the grant and the code for it: where the browser goes with it.
 * @throws Problem FORBIDDEN for more than the person may there; CONFLICT where the request is over
 */
export async function allowRequest(
  context: ConnectContext,
  { request, client }: { request: WaitingRequest; client: KnownClient },
  by: Answering,
  allowed: Allowed,
): Promise<string> {
  const scopes = impliedScopes([allowed.scope]);
  const grantId = await makeGrant(context, { request, client }, by, { ...allowed, scopes });
  const scope = [...scopes, offlineAccess].join(' ');
  const provider = await context.provider();
  const location = await provider.answer(request.signedQuery, by.cookie, { kind: 'allow', scope, grantId });
  const code = location === null ? null : (URL.parse(location)?.searchParams.get('code') ?? null);
  if (location === null || code === null) return over();
  await context.store.write
    .updateTable('connect_grants')
    .set({
      code_hash: newTokenHash(context.secrets.current(), code),
      code_expires_at: new Date(context.now() + lifetimes.codeSeconds * 1000).toISOString(),
    })
    .where('organization_id', '=', allowed.organizationId)
    .where('id', '=', grantId)
    .execute();
  return location;
}

function over(): never {
  throw new Problem('CONFLICT', 'The time to answer is over. Start again in the app.');
}

async function makeGrant(
  { store, now, newId }: ConnectContext,
  { request, client }: { request: WaitingRequest; client: KnownClient },
  { personId }: Answering,
  { organizationId, scope, scopes }: Allowed & { scopes: readonly Scope[] },
): Promise<string> {
  const at = now();
  const grantId = newId();
  await store.write.transaction().execute(async (transaction) => {
    const role = await heldRole(transaction, { organizationId, personId });
    if (!allows(scopesOfRole(role), scope)) {
      throw new Problem('FORBIDDEN', `You are ${role} there, which is less than ${scope}.`);
    }
    const { kept } = await transaction
      .selectFrom('connect_grants')
      .select(({ fn }) => fn.countAll<number>().as('kept'))
      .where('organization_id', '=', organizationId)
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    if (kept >= mostGrants) {
      throw new Problem('CONFLICT', `You have connected ${mostGrants} apps here: remove some that you do not use.`);
    }
    await transaction
      .insertInto('connect_grants')
      .values({
        id: grantId,
        organization_id: organizationId,
        person_id: personId,
        client_id: client.clientId,
        client_name: client.name,
        client_host: client.host,
        redirect_host: readRedirect(askedFor(request.signedQuery).redirectUri)?.host ?? '',
        scopes: scopes.join(' '),
        status: 'enabled',
        created_at: new Date(at).toISOString(),
        expires_at: endOfUnused(at),
        code_hash: null,
        code_expires_at: null,
        code_used_at: null,
        last_used_at: null,
        last_used_client: null,
      })
      .execute();
  });
  return grantId;
}
