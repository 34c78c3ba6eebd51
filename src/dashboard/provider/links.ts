import { notFound, Problem } from '../../contract/problem.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';
import type { Store } from '../../store/store.ts';
import { writeOfPerson } from '../people/address.ts';

interface ProviderLink {
  id: string;
  issuer: string;
  linked_at: string;
}

export interface SignInWays {
  has_password: boolean;
  provider_links: ProviderLink[];
}

export async function signInWaysOf({ read }: Pick<Store, 'read'>, personId: string): Promise<SignInWays> {
  const links = await read
    .selectFrom('provider_links')
    .select(['id', 'issuer', 'linked_at'])
    .where('person_id', '=', personId)
    .orderBy('linked_at')
    .orderBy('id')
    .execute();
  return { has_password: await hasPassword(read, personId), provider_links: links };
}

/** Whether somebody can sign in without a provider. */
async function hasPassword(database: Store['read'], personId: string): Promise<boolean> {
  const account = await database
    .selectFrom('sign_in_accounts')
    .select('id')
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .where('password', 'is not', null)
    .executeTakeFirst();
  return account !== undefined;
}

/**
 * Whoever signs in at the provider does not come in here any more, and sessions that were begun there end with the others.
 * @throws Problem NOT_FOUND; CONFLICT where nothing else lets the person in
 */
export async function unlinkProvider(
  keys: KeyContext,
  { personId, linkId, sessionId }: { personId: string; linkId: string; sessionId: string },
): Promise<void> {
  await keys.store.write.transaction().execute(async (transaction) => {
    const link = await transaction
      .deleteFrom('provider_links')
      .where('id', '=', linkId)
      .where('person_id', '=', personId)
      .returning('issuer')
      .executeTakeFirst();
    if (link === undefined) throw notFound('link to a provider');
    if (!(await hasPassword(transaction, personId))) {
      throw new Problem('CONFLICT', 'Nothing else lets you in: ask whoever runs the server for a password first.');
    }
    const ended = await transaction
      .deleteFrom('dashboard_sessions')
      .where('person_id', '=', personId)
      .where('id', '!=', sessionId)
      .executeTakeFirst();
    const facts = { person: personId, issuer: link.issuer, sessions_ended: String(ended.numDeletedRows) };
    await writeOfPerson(transaction, keys, personId, { event: 'member.provider_unlinked', by: personId, facts });
  });
}
