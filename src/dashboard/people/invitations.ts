import type { ExpressionBuilder, Kysely } from 'kysely';
import type { z } from 'zod';
import { writeChange } from '../../audit/write-change.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import { linkTokenHash, newLinkToken } from '../../keys/link-token.ts';
import type { Schema } from '../../store/schema.ts';
import type { invitation } from '../contract/people.ts';
import { mayInvite, type Role } from '../contract/route.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import { postInvitation, type SealedInvitation, sealInvitation } from '../mail/mail-invitation.ts';
import { type Actor, actingRole, written } from './acting.ts';
import { hasExpired, isOpen, type OpenInvitation, reasonAgainst, selectInvitations } from './open-invitation.ts';

export type ShownInvitation = z.output<typeof invitation>;
/** As in the one answer that holds the link. */
type LinkedInvitation = ShownInvitation & { link: string; mailed: boolean };

/** It is passed on by hand, so it lives a week. */
const lifetimeMs = 7 * 86_400_000;
const mostInList = 1_000;

/**
 * Those that nobody has accepted, newest first, as far as one with that role may make them: expired and revoked ones too,
 * so that one can see why a link no longer works.
 */
export async function listInvitations(
  { keys }: DashboardContext,
  { organizationId, role }: { organizationId: string; role: Role },
): Promise<ShownInvitation[]> {
  const rows = await selectListed(keys.store.read, organizationId)
    .orderBy('invitations.created_at', 'desc')
    .orderBy('invitations.id')
    .execute();
  return rows.filter((row) => mayInvite(role, row.role)).map((row) => shown(row, keys.now()));
}

/**
 * Invites somebody; the answer holds the link to pass on, and nothing does after it.
 * @throws Problem FORBIDDEN for an owner invited by somebody else, CONFLICT
 */
export async function invite(
  context: DashboardContext,
  actor: Actor,
  wish: { email: string; role: Role },
): Promise<LinkedInvitation> {
  const { keys } = context;
  const link = newLink(context, actor);
  const mail = await sealInvitation(context, link.link);
  const made = await keys.store.write.transaction().execute(async (transaction) => {
    const role = await actingRole(transaction, actor, 'admin');
    if (!mayInvite(role, wish.role)) throw new Problem('FORBIDDEN', 'Only an owner invites another owner.');
    await makeWay(transaction, context, { actor, role, email: wish.email, besides: null });
    const id = keys.newId();
    await transaction
      .insertInto('invitations')
      .values({ id, organization_id: actor.organizationId, ...wish, ...link.values })
      .execute();
    const facts = { email: wish.email, role: wish.role };
    await writeChange(transaction, keys, { ...written(actor), event: 'invitation.created', facts });
    return linked(transaction, context, await readListed(transaction, actor, id), { link: link.link, mail });
  });
  context.mail?.wake();
  return made;
}

/**
 * Another link in place of the one before, by the actor: whoever asks is its maker from then on.
 * @throws Problem NOT_FOUND, CONFLICT
 */
export async function renewInvitation(context: DashboardContext, actor: Actor, id: string): Promise<LinkedInvitation> {
  const { keys } = context;
  const link = newLink(context, actor);
  const mail = await sealInvitation(context, link.link);
  const made = await keys.store.write.transaction().execute(async (transaction) => {
    const role = await actingRole(transaction, actor, 'admin');
    const old = await readListed(transaction, actor, id);
    if (!mayInvite(role, old.role)) throw notFound('invitation');
    await makeWay(transaction, context, { actor, role, email: old.email, besides: id });
    await transaction
      .updateTable('invitations')
      .set(link.values)
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', id)
      .execute();
    const facts = { email: old.email, role: old.role };
    await writeChange(transaction, keys, { ...written(actor), event: 'invitation.renewed', facts });
    return linked(transaction, context, await readListed(transaction, actor, id), { link: link.link, mail });
  });
  context.mail?.wake();
  return made;
}

/** What whoever made a link is answered; where this server sends mail, the link is posted to the invited person too. */
async function linked(
  transaction: Kysely<Schema>,
  context: DashboardContext,
  row: OpenInvitation,
  { link, mail }: { link: string; mail: SealedInvitation | null },
): Promise<LinkedInvitation> {
  const mailed = await postInvitation(transaction, context, mail, row);
  return { ...shown(row, context.keys.now()), link, mailed };
}

/** @throws Problem NOT_FOUND, also for one that was accepted meanwhile */
export async function revokeInvitation({ keys }: DashboardContext, actor: Actor, id: string): Promise<void> {
  await keys.store.write.transaction().execute(async (transaction) => {
    const role = await actingRole(transaction, actor, 'admin');
    const row = await readListed(transaction, actor, id);
    if (!mayInvite(role, row.role)) throw notFound('invitation');
    await takeFromList(transaction, actor.organizationId, [id]);
    const facts = { email: row.email, role: row.role };
    await writeChange(transaction, keys, { ...written(actor), event: 'invitation.revoked', facts });
  });
}

/** Revokes invitations, and has them in no list. */
export async function takeFromList(
  transaction: Kysely<Schema>,
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .updateTable('invitations')
    .set({ status: 'canceled', revoked_because: null })
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
}

/** All of an address, open or not. */
export function invitationsOf(transaction: Kysely<Schema>, organizationId: string, email: string) {
  return selectListed(transaction, organizationId).where('invitations.email', '=', email).execute();
}

/**
 * What must hold before somebody gets a link. What the actor may not see stands in nobody's way, and is told to nobody: an
 * admin does not learn that an owner invited the same address as an owner.
 * @throws Problem CONFLICT
 */
async function makeWay(
  transaction: Kysely<Schema>,
  { keys }: DashboardContext,
  wish: { actor: Actor; role: Role; email: string; besides: string | null },
): Promise<void> {
  const { organizationId } = wish.actor;
  const member = await transaction
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person_id')
    .select('members.id')
    .where('members.organization_id', '=', organizationId)
    .where('people.email', '=', wish.email)
    .executeTakeFirst();
  if (member !== undefined) throw new Problem('CONFLICT', 'This person is a member already.');
  const others = (await invitationsOf(transaction, organizationId, wish.email)).filter(
    ({ id, role }) => id !== wish.besides && mayInvite(wish.role, role),
  );
  if (others.some((row) => isOpen(row, keys.now()))) {
    throw new Problem(
      'CONFLICT',
      'This address has an invitation already: make a new link for it, or revoke it first.',
    );
  }
  // What no longer works is replaced by what is made now.
  await takeFromList(
    transaction,
    organizationId,
    others.map(({ id }) => id),
  );
  if (wish.besides === null) await requireRoom(transaction, organizationId);
}

async function requireRoom(transaction: Kysely<Schema>, organizationId: string): Promise<void> {
  const { listed } = await transaction
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll<number>().as('listed'))
    .where('organization_id', '=', organizationId)
    .where(isListed)
    .executeTakeFirstOrThrow();
  if (listed >= mostInList) throw new Problem('CONFLICT', 'Too many invitations are open: revoke some first.');
}

function newLink({ keys, config }: DashboardContext, { personId }: Actor) {
  const token = newLinkToken(keys.randomBytes);
  const now = keys.now();
  const values = {
    status: 'pending',
    inviter_id: personId,
    token_hash: linkTokenHash(token),
    revoked_because: null,
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + lifetimeMs).toISOString(),
  } as const;
  // Behind `#`: it reaches no log and no Referer.
  return { link: `${config.publicUrls.dashboard}/invite#${token}`, values };
}

async function readListed(transaction: Kysely<Schema>, actor: Actor, id: string): Promise<OpenInvitation> {
  const row = await selectListed(transaction, actor.organizationId).where('invitations.id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound('invitation');
  return row;
}

function selectListed(database: Kysely<Schema>, organizationId: string) {
  return selectInvitations(database).where('invitations.organization_id', '=', organizationId).where(isListed);
}

const isListed = ({ eb, or }: ExpressionBuilder<Schema, 'invitations'>) =>
  or([eb('invitations.status', '=', 'pending'), eb('invitations.revoked_because', 'is not', null)]);

function shown(row: OpenInvitation, now: number): ShownInvitation {
  return {
    type: 'invitation',
    id: row.id,
    email: row.email,
    role: row.role,
    invited_by: row.inviter_name,
    created_at: new Date(row.created_at).toISOString(),
    expires_at: new Date(row.expires_at).toISOString(),
    expired: hasExpired(row, now),
    revoked_because: reasonAgainst(row),
  };
}
