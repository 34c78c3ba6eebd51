import type { Kysely } from 'kysely';
import { writeChange } from '../../audit/write-change.ts';
import { Problem } from '../../contract/problem.ts';
import type { OrganizationContext } from '../../organizations/organization-context.ts';
import type { Schema } from '../../store/schema.ts';
import { requireUncommon } from '../auth/common-passwords.ts';

/**
 * Gives a person another password and ends their sessions: for the operator, where a password was lost and there is
 * nobody else to let them in. Written down in every organization that they belong to.
 * @throws Problem NOT_FOUND, VALIDATION_ERROR for one of the most common
 */
export async function setPassword(
  context: OrganizationContext,
  { email, password }: { email: string; password: string },
): Promise<{ id: string; email: string }> {
  await requireUncommon(password, 'password');
  // Loaded here: the other commands do without it.
  const { hashPassword } = await import('better-auth/crypto');
  const hash = await hashPassword(password);
  return await context.store.write.transaction().execute(async (transaction) => {
    const person = await transaction
      .selectFrom('people')
      .select(['id', 'email'])
      .where('email', '=', email.toLowerCase())
      .executeTakeFirst();
    if (person === undefined) throw new Problem('NOT_FOUND', 'Nobody has this address.');
    await writePassword(transaction, context, person.id, hash);
    const ended = await transaction
      .deleteFrom('dashboard_sessions')
      .where('person_id', '=', person.id)
      .executeTakeFirst();
    const memberships = await transaction
      .selectFrom('members')
      .select('organization_id')
      .where('person_id', '=', person.id)
      .execute();
    for (const { organization_id: organizationId } of memberships) {
      const facts = { person: person.id, sessions_ended: String(ended.numDeletedRows) };
      await writeChange(transaction, context, { organizationId, event: 'member.password_set', by: 'cli', facts });
    }
    return person;
  });
}

/** Writes an account's password; its hash was made before the transaction. */
export async function writePassword(
  transaction: Kysely<Schema>,
  { now, newId }: Pick<OrganizationContext, 'now' | 'newId'>,
  personId: string,
  password: string,
): Promise<void> {
  const at = new Date(now()).toISOString();
  const { numUpdatedRows } = await transaction
    .updateTable('sign_in_accounts')
    .set({ password, updated_at: at })
    .where('person_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  // Whoever came by OpenID Connect has none yet.
  const ids = { id: newId(), person_id: personId, provider_id: 'credential', account_id: personId };
  await transaction
    .insertInto('sign_in_accounts')
    .values({ ...ids, password, created_at: at, updated_at: at })
    .execute();
}
