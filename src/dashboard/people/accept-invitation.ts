import type { Kysely } from 'kysely';
import { writeChange } from '../../audit/write-change.ts';
import { invalid, Problem } from '../../contract/problem.ts';
import { holdOrganization } from '../../organizations/hold-organization.ts';
import type { Schema } from '../../store/schema.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { insertMember, insertPerson } from './create-person.ts';
import { invitationsOf, takeFromList } from './invitations.ts';
import { moveSession } from './move-session.ts';
import { isOpen, type OpenInvitation, openInvitation, selectInvitations } from './open-invitation.ts';
import type { Person } from './person.ts';
import { signIn } from './sign-in.ts';
import { type LetIn, type SignedIn, startSession } from './start-session.ts';
import type { Visit } from './visit.ts';

interface Acceptance {
  token: string;
  name?: string | undefined;
  password?: string | undefined;
}

/**
 * Makes whoever holds an invitation's link a member: the visitor, the account of the invited address with its password,
 * or with a name a new one. Nobody is told which of the two fits: whoever made the invitation holds its link too.
 * @throws Problem NOT_FOUND, FORBIDDEN for somebody else's session, UNAUTHORIZED, VALIDATION_ERROR,
 * RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function acceptInvitation(
  context: DashboardContext,
  visit: Visit,
  { token, name, password }: Acceptance,
): Promise<{ person: Person; organizationId: string }> {
  const invitation = await openInvitation(context, token);
  const organizationId = invitation.organization_id;
  const { person, sessionId } = await joined(context, visit, invitation, { name, password });
  await moveSession(context, sessionId, organizationId);
  return { person, organizationId };
}

async function joined(
  context: DashboardContext,
  visit: Visit,
  invitation: OpenInvitation,
  { name, password }: Omit<Acceptance, 'token'>,
): Promise<SignedIn> {
  if (visit.visitor !== null) {
    const { person, sessionId } = visit.visitor;
    if (person.email !== invitation.email) {
      throw new Problem('FORBIDDEN', 'This invitation is for another address than yours. Sign out and open it again.');
    }
    await join(context, invitation, person.id);
    return { person, sessionId };
  }
  if (password === undefined) throw invalid([{ field: 'password', message: 'is needed' }]);
  const credentials = { email: invitation.email, password };
  context.attempts.attempt(visit.address, invitation.id);
  if (name !== undefined) {
    const made = await joinAsNew(context, visit, invitation, { name, password });
    if (made !== null) return startSession(context, visit, made);
  }
  const signedIn = await signIn(context, visit, credentials, { at: 'invitation', refusal: neitherFits });
  await join(context, invitation, signedIn.person.id);
  return signedIn;
}

/** The same whether there is an account under the address or not. */
const neitherFits =
  'This did not let you in. If you have an account under this address, sign in with its password, or by your provider; if you have none, give your name and choose a password. If the address is yours and neither works, ask for an invitation to another one.';

/** Null, with nothing written, where the address has an account. */
async function joinAsNew(
  context: DashboardContext,
  { address }: Visit,
  invitation: OpenInvitation,
  wish: { name: string; password: string },
): Promise<LetIn | null> {
  const { keys } = context;
  const { email } = invitation;
  const passwordHash = await context.hashPassword(wish.password, { address, subject: email });
  const person = { id: keys.newId(), email, name: wish.name };
  const isNew = await keys.store.write.transaction().execute(async (transaction) => {
    const isInserted = await insertPerson(transaction, { ...person, passwordHash, proven: false }, keys);
    if (isInserted) await accept(transaction, context, invitation, person.id);
    return isInserted;
  });
  return isNew ? { person, passwordHash } : null;
}

function join(context: DashboardContext, invitation: OpenInvitation, personId: string): Promise<void> {
  return context.keys.store.write
    .transaction()
    .execute((transaction) => accept(transaction, context, invitation, personId));
}

/**
 * Invitation and membership at once, with the organization held: of two who accept it at the same time one finds it used,
 * and it lets nobody in once its maker could no longer make it.
 */
async function accept(
  transaction: Kysely<Schema>,
  { keys }: DashboardContext,
  { id, organization_id: organizationId, email, role }: OpenInvitation,
  personId: string,
): Promise<void> {
  await holdOrganization(transaction, organizationId);
  const present = await selectInvitations(transaction)
    .where('invitations.organization_id', '=', organizationId)
    .where('invitations.id', '=', id)
    .executeTakeFirst();
  if (present === undefined || !isOpen(present, keys.now())) {
    throw new Problem('NOT_FOUND', 'This invitation was used or revoked meanwhile.');
  }
  const member = await transaction
    .selectFrom('members')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (member !== undefined) throw new Problem('CONFLICT', 'You are a member of this organization already.');
  // All others of this address go: whoever is removed later must not come back by one of them.
  const others = await invitationsOf(transaction, organizationId, email);
  await takeFromList(
    transaction,
    organizationId,
    others.map((other) => other.id),
  );
  await transaction
    .updateTable('invitations')
    .set({ status: 'accepted' })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  await insertMember(transaction, { id: keys.newId(), organizationId, personId, role }, keys.now());
  await writeChange(transaction, keys, { organizationId, by: personId, event: 'member.joined', facts: { role } });
}
