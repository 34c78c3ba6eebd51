import type { Kysely } from 'kysely';
import { writeChange } from '../../audit/write-change.ts';
import { Problem } from '../../contract/problem.ts';
import { createOrganization } from '../../organizations/create.ts';
import { bumpKeysRevision } from '../../store/keys-revision.ts';
import type { Schema } from '../../store/schema.ts';
import { setupTokenEnd, useSetupToken } from '../auth/setup-token.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { addressTaken, insertMember, insertPerson } from './create-person.ts';
import type { LetIn } from './start-session.ts';

interface SetupWish {
  token: string;
  email: string;
  password: string;
  name: string;
  organization_name: string;
}

/** What whoever holds the setup link is shown before they use it. @throws Problem FORBIDDEN */
export async function previewSetup({ keys }: DashboardContext, token: string) {
  const expiresAt = await setupTokenEnd(keys.store.read, token, keys.now());
  if (expiresAt === null) throw voidLink();
  return { organization: (await oldestOrganization(keys.store.read)) ?? null, expiresAt };
}

/**
 * Makes the first owner, who takes over the organization that the first start made: its name becomes the given one, its
 * data stays, and so do its keys. The one that the first start printed was promised for a week.
 * @param address of the client
 * @throws Problem FORBIDDEN for a token that is none, or none any more; SERVICE_UNAVAILABLE
 */
export async function setUp(context: DashboardContext, address: string, wish: SetupWish): Promise<LetIn> {
  const { keys } = context;
  if ((await setupTokenEnd(keys.store.read, wish.token, keys.now())) === null) throw voidLink();
  // Slow work, so before the transaction.
  const passwordHash = await context.hashPassword(wish.password, { address, subject: wish.email });
  const personId = keys.newId();
  await keys.store.write.transaction().execute(async (transaction) => {
    if (!(await useSetupToken(transaction, wish.token, keys.now()))) throw voidLink();
    const person = { id: personId, email: wish.email, name: wish.name, passwordHash, proven: false };
    if (!(await insertPerson(transaction, person, keys))) throw addressTaken();
    const organizationId = await takeOver(transaction, context, wish.organization_name);
    await insertMember(transaction, { id: keys.newId(), organizationId, personId, role: 'owner' }, keys.now());
    await writeChange(transaction, keys, { organizationId, by: personId, event: 'organization.taken_over' });
  });
  keys.changed();
  return { person: { id: personId, email: wish.email, name: wish.name }, passwordHash };
}

async function takeOver(transaction: Kysely<Schema>, { keys }: DashboardContext, name: string): Promise<string> {
  const oldest = await oldestOrganization(transaction);
  if (oldest === undefined) {
    const made = await createOrganization({ ...keys, store: { ...keys.store, write: transaction } }, { name });
    return made.id;
  }
  await transaction.updateTable('organizations').set({ name }).where('id', '=', oldest.id).execute();
  // What is known of its keys holds the name.
  await bumpKeysRevision(transaction);
  return oldest.id;
}

function oldestOrganization(database: Kysely<Schema>) {
  return database
    .selectFrom('organizations')
    .select(['id', 'name', 'holds_sample_data'])
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

function voidLink(): Problem {
  return new Problem(
    'FORBIDDEN',
    'This setup link does not work, or not any more. To get a new one, run on the server: npm run -s org -- setup-link',
  );
}
