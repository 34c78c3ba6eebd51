import type { Store } from '../../store/store.ts';
import { writeOfPerson } from '../people/address.ts';
import type { ArrivalContext } from './arrival-context.ts';

/** Where the provider of links from before they had an issuer was found: the OIDC_DISCOVERY_URL of the first start since. */
const fact = 'provider_of_earlier_links';
const earlierProvider = 'oidc';

/**
 * To be called at each start. Links from before hold a subject and no issuer, and a subject of another provider's is
 * somebody else: so they belong to the provider that is set when a server first starts with them, and to no later one.
 */
export async function rememberEarlierProvider(
  { read, write }: Pick<Store, 'read' | 'write'>,
  discoveryUrl: string | null,
): Promise<void> {
  const earlier = await read
    .selectFrom('sign_in_accounts')
    .select('id')
    .where('provider_id', '=', earlierProvider)
    .limit(1)
    .executeTakeFirst();
  if (earlier === undefined) return;
  await write
    .insertInto('instance_facts')
    .values({ name: fact, value: discoveryUrl ?? 'none' })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/**
 * Gives such links the issuer of the provider that they belong to, which only the provider itself says: when the first
 * person comes back from it.
 */
export async function adoptEarlierLinks({ keys, config }: ArrivalContext, issuer: string): Promise<void> {
  const { read, write } = keys.store;
  const remembered = await read
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', fact)
    .executeTakeFirst();
  if (remembered === undefined || remembered.value !== config.oidc?.discoveryUrl) return;
  const waiting = await read
    .selectFrom('sign_in_accounts')
    .select('id')
    .where('provider_id', '=', earlierProvider)
    .execute();
  for (const { id } of waiting) {
    await write.transaction().execute(async (transaction) => {
      const earlier = await transaction
        .deleteFrom('sign_in_accounts')
        .where('id', '=', id)
        .returning(['account_id', 'person_id', 'created_at'])
        .executeTakeFirst();
      if (earlier === undefined) return;
      const link = {
        issuer,
        subject: earlier.account_id,
        person_id: earlier.person_id,
        linked_at: new Date(earlier.created_at).toISOString(),
      };
      await transaction
        .insertInto('provider_links')
        .values({ id: keys.newId(), ...link })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
        .execute();
      const facts = { person: link.person_id, issuer };
      await writeOfPerson(transaction, keys, link.person_id, { event: 'member.provider_linked', by: 'upgrade', facts });
    });
  }
}
