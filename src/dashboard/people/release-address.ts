import { Problem } from '../../contract/problem.ts';
import type { OrganizationContext } from '../../organizations/organization-context.ts';
import { isSignInName } from '../contract/sign-in-name.ts';
import { takeAddress } from './address.ts';

/**
 * Frees an address from the account that has it, proven or not, which goes on under a sign-in name: for the operator,
 * where an address was given to somebody else who cannot come in because of it.
 * @throws Problem NOT_FOUND; CONFLICT for a sign-in name
 */
export function releaseAddress(context: OrganizationContext, email: string): Promise<{ signs_in_as: string }> {
  return context.store.write.transaction().execute(async (transaction) => {
    const person = await transaction
      .selectFrom('people')
      .select(['id', 'email'])
      .where('email', '=', email.toLowerCase())
      .executeTakeFirst();
    if (person === undefined) throw new Problem('NOT_FOUND', 'Nobody has this address.');
    if (isSignInName(person.email))
      throw new Problem('CONFLICT', 'This is a sign-in name: there is no address to free.');
    const loss = { personId: person.id, email: person.email, by: 'cli' };
    return { signs_in_as: await takeAddress(transaction, context, loss) };
  });
}
