import type { Kysely } from 'kysely';
import { notFound, Problem } from '../../contract/problem.ts';
import { type LinkOwner, readMailLink, useMailLink } from '../../notify/mail-links.ts';
import type { Schema } from '../../store/schema.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { proveAddress, writeOfPerson } from './address.ts';
import { writePassword } from './set-password.ts';

/** Whose password a link of a mail sets. @throws Problem NOT_FOUND for one that is unknown, used or over */
export async function previewReset({ keys }: DashboardContext, token: string): Promise<LinkOwner> {
  const owner = await readMailLink(keys.store.read, token, 'password_reset', keys.now());
  if (owner === null) throw voidLink();
  return owner;
}

/**
 * Sets the password of whoever got the mail, ends all their sessions, and counts their address as proven. What stands in an
 * account whose address nobody had proven may be of somebody else who made it: a provider that is linked to it is unlinked.
 * @throws Problem NOT_FOUND for a link that is unknown, used or over; VALIDATION_ERROR for one of the most common passwords;
 * SERVICE_UNAVAILABLE
 */
export async function resetPassword(
  context: DashboardContext,
  { address, token, password }: { address: string; token: string; password: string },
): Promise<void> {
  const { keys } = context;
  // No hash is made for who has no link.
  const { personId: subject } = await previewReset(context, token);
  const hash = await context.hashPassword(password, { address, subject });
  await keys.store.write.transaction().execute(async (transaction) => {
    const owner = await useMailLink(transaction, token, 'password_reset', keys.now());
    if (owner === null) throw voidLink();
    const { personId } = owner;
    await writePassword(transaction, keys, personId, hash);
    const ended = await transaction
      .deleteFrom('dashboard_sessions')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    const facts = { person: personId, way: 'mail', sessions_ended: String(ended.numDeletedRows) };
    await writeOfPerson(transaction, keys, personId, { event: 'member.password_set', by: personId, facts });
    if (await isProven(transaction, personId)) return;
    await unlinkAll(transaction, context, personId);
    await proveAddress(transaction, keys, { personId, email: owner.address });
  });
}

/**
 * Counts an address as proven: by the link that was sent there, opened by who is signed in to the account that has it.
 * Whoever gets the mail for somebody else's account proves nothing to it.
 * @throws Problem NOT_FOUND for a link that is unknown, used, over or another account's
 */
export async function proveByMail({ keys }: DashboardContext, personId: string, token: string): Promise<void> {
  await keys.store.write.transaction().execute(async (transaction) => {
    const meant = await readMailLink(transaction, token, 'address_proof', keys.now());
    if (meant?.personId !== personId) throw voidLink();
    const owner = await useMailLink(transaction, token, 'address_proof', keys.now());
    if (owner === null) throw voidLink();
    if (!(await isProven(transaction, personId))) {
      await proveAddress(transaction, keys, { personId, email: owner.address });
    }
  });
}

async function isProven(transaction: Kysely<Schema>, personId: string): Promise<boolean> {
  const person = await transaction
    .selectFrom('people')
    .select('email_verified')
    .where('id', '=', personId)
    .executeTakeFirst();
  if (person === undefined) throw notFound('account');
  return Boolean(person.email_verified);
}

async function unlinkAll(transaction: Kysely<Schema>, { keys }: DashboardContext, personId: string): Promise<void> {
  const unlinked = await transaction
    .deleteFrom('provider_links')
    .where('person_id', '=', personId)
    .returning('issuer')
    .execute();
  for (const { issuer } of unlinked) {
    const facts = { person: personId, issuer };
    await writeOfPerson(transaction, keys, personId, { event: 'member.provider_unlinked', by: personId, facts });
  }
}

function voidLink(): Problem {
  return new Problem('NOT_FOUND', 'This link does not work, or not any more. Ask for a new mail.');
}
