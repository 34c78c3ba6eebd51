import { identifyAccount } from '../../collect/identify.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { invalid, notFound, Problem } from '../../contract/problem.ts';
import { newAccountRow, type Placed } from '../../store/new-account-row.ts';
import { inTransaction, type Writer } from '../../store/transaction.ts';
import { formerlyNamed } from '../../store/usernames.ts';
import { askingFor, firstDue, instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import { readAccount } from './resource.ts';

type Body = Input<'create_account'>['body'];

/** POST /accounts. An active one is due at once. */
export async function createAccount(
  context: ServiceContext,
  { body }: Input<'create_account'>,
  { caller, newId }: Call,
): Promise<Reply<'create_account'>> {
  const placed: Placed = {
    id: newId ?? context.randomUuid(),
    organizationId: caller.organizationId,
    username: usernameIn(body),
    addedAt: instantOf(context),
    dueAt: firstDue(await askingFor(context, context.store.read, caller.organizationId), body.is_active),
  };
  const data = await inTransaction(context.store, async (write) => {
    const writer = { dialect: context.store.dialect, write };
    const cap = await lockCap(writer, caller.organizationId);
    if (newId === undefined || !(await isMade(writer, placed))) {
      await mustHaveCreator(writer, caller.organizationId, body.creator_id);
      await mustBeNew(writer, placed, body);
      await insert(writer, placed, body);
      await mustFit(writer, caller.organizationId, cap);
    }
    return await readAccount(write, caller.organizationId, placed.id);
  });
  if (placed.dueAt !== null) context.nudgeRefresh();
  return { status: 201, body: { data }, location: `/accounts/${placed.id}` };
}

function usernameIn({ platform, username }: Body): string {
  const identified = identifyAccount(platform, username);
  if (identified.kind === 'account') return identified.username;
  throw invalid([{ field: 'username', message: identified.message }]);
}

/** The organization's row is held so that of two accounts that are one too many, one is refused. */
async function lockCap({ dialect, write }: Writer, organizationId: string): Promise<number | null> {
  const organization = write.selectFrom('organizations').select('account_cap').where('id', '=', organizationId);
  const locked = dialect === 'postgres' ? organization.forNoKeyUpdate() : organization;
  const { account_cap } = await locked.executeTakeFirstOrThrow(() => notFound('organization'));
  return account_cap;
}

/** Whether this very call made it before it was cut off. Its creator may be gone since, and the cap lower. */
async function isMade({ write }: Writer, { organizationId, id }: Placed): Promise<boolean> {
  const made = write.selectFrom('accounts').select('id').where('organization_id', '=', organizationId);
  return (await made.where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** The creator's row is held too: deleting it waits until the account is linked. */
async function mustHaveCreator({ dialect, write }: Writer, organizationId: string, id: string | undefined) {
  if (id === undefined) return;
  const creator = write
    .selectFrom('creators')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);
  await (dialect === 'postgres' ? creator.forKeyShare() : creator).executeTakeFirstOrThrow(() => notFound('creator'));
}

/** A name that a tracked account had is its own still. */
async function mustBeNew({ write }: Writer, { organizationId, username }: Placed, { platform }: Body): Promise<void> {
  const former = await formerlyNamed(write, { organizationId, platform, username });
  if (former === null) return;
  throw new Problem(
    'CONFLICT',
    `This account is already tracked as ${former.id}, by its new name @${former.username}.`,
  );
}

async function insert({ write }: Writer, placed: Placed, body: Body) {
  const inserted = await write
    .insertInto('accounts')
    .values(newAccountRow(placed, body))
    .onConflict((conflict) => conflict.columns(['organization_id', 'platform', 'username']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) return;
  const tracked = await write
    .selectFrom('accounts')
    .select('id')
    .where('organization_id', '=', placed.organizationId)
    .where('platform', '=', body.platform)
    .where('username', '=', placed.username)
    .executeTakeFirst();
  throw new Problem('CONFLICT', `This account is already tracked${tracked ? ` as ${tracked.id}` : ''}.`);
}

async function mustFit({ write }: Writer, organizationId: string, cap: number | null) {
  if (cap === null) return;
  const { tracked } = await write
    .selectFrom('accounts')
    .select(({ fn }) => fn.countAll<number>().as('tracked'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (tracked <= cap) return;
  throw new Problem(
    'QUOTA_EXCEEDED',
    `This organization may track ${cap} accounts, and does. Delete one, or have the cap raised.`,
  );
}
