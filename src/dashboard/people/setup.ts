import type { Kysely } from 'kysely';
import { writeChange } from '../../audit/write-change.ts';
import { Problem } from '../../contract/problem.ts';
import { createOrganization } from '../../organizations/create.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { Schema } from '../../store/schema.ts';
import { hasOwner, isSetupToken, useSetupToken } from '../auth/setup-token.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { addressTaken, insertMember, insertPerson } from './create-person.ts';

interface SetupWish {
  token: string;
  email: string;
  password: string;
  name: string;
  organization_name: string;
}

/**
 * Makes the first owner, who takes over the organization that the first start made: its data stays, its name becomes the
 * given one, and the key that the first start printed goes.
 * @throws Problem FORBIDDEN for a token that is none, or none any more
 */
export async function setUp(context: DashboardContext, wish: SetupWish): Promise<void> {
  const { keys } = context;
  if (!(await isSetupToken(keys.store.read, wish.token))) throw voidLink();
  // Slow work, so before the transaction.
  const passwordHash = await context.hashPassword(wish.password);
  const personId = keys.newId();
  await keys.store.write.transaction().execute(async (transaction) => {
    if (!(await useSetupToken(transaction, wish.token)) || (await hasOwner(transaction))) throw voidLink();
    const person = { id: personId, email: wish.email, name: wish.name, passwordHash, proven: false };
    if (!(await insertPerson(transaction, person, keys))) throw addressTaken();
    const organizationId = await takeOver(transaction, context, wish.organization_name);
    await insertMember(transaction, { id: keys.newId(), organizationId, personId, role: 'owner' }, keys.now());
    await writeChange(transaction, keys, { organizationId, by: personId, event: 'organization.taken_over' });
  });
  keys.changed();
}

async function takeOver(transaction: Kysely<Schema>, { keys }: DashboardContext, name: string): Promise<string> {
  const oldest = await transaction
    .selectFrom('organizations')
    .select('id')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) {
    const made = await createOrganization({ ...keys, store: { ...keys.store, write: transaction } }, { name });
    return made.id;
  }
  await transaction.updateTable('organizations').set({ name }).where('id', '=', oldest.id).execute();
  await transaction
    .deleteFrom('api_keys')
    .where('organization_id', '=', oldest.id)
    .where('purpose', '=', 'first_start')
    .execute();
  await bumpKeysRevision(transaction);
  return oldest.id;
}

function voidLink(): Problem {
  return new Problem(
    'FORBIDDEN',
    'This setup link does not work, or not any more. The server prints a new one each time it starts without an owner.',
  );
}
