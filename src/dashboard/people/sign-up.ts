import type { DashboardContext } from '../dashboard-context.ts';
import { addressTaken, insertPerson } from './create-person.ts';
import { insertOwnedOrganization } from './owned-organization.ts';
import type { LetIn } from './start-session.ts';

/**
 * SIGN_UP=open: a person with an organization of their own, whole or not at all.
 * @param address of the client
 * @throws Problem CONFLICT, SERVICE_UNAVAILABLE
 */
export async function signUp(
  context: DashboardContext,
  address: string,
  wish: { email: string; password: string; name: string; organization_name: string },
): Promise<LetIn> {
  const { keys } = context;
  const passwordHash = await context.hashPassword(wish.password, { address, subject: wish.email });
  const personId = keys.newId();
  await keys.store.write.transaction().execute(async (transaction) => {
    // Nobody has vouched for the address, and no mail was sent to it.
    const person = { id: personId, email: wish.email, name: wish.name, passwordHash, proven: false };
    if (!(await insertPerson(transaction, person, keys))) throw addressTaken();
    await insertOwnedOrganization(transaction, keys, { name: wish.organization_name, personId });
  });
  return { person: { id: personId, email: wish.email, name: wish.name }, passwordHash };
}
