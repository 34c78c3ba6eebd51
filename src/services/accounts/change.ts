import type { Kysely, Selectable } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound, Problem } from '../../contract/problem.ts';
import { lockAccount } from '../../store/account-lock.ts';
import { acceptStranger } from '../../store/ingest/account-identity.ts';
import { deleteAccount as deleteWithHistory } from '../../store/ownership.ts';
import type { AccountRow, Schema } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { lockNames } from '../../store/usernames.ts';
import { type Asking, askingFor, dueAfter, instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import { readAccount } from './resource.ts';

/** GET /accounts/{id} */
export async function getAccount(
  { store }: ServiceContext,
  { params }: Input<'get_account'>,
  { caller }: Call,
): Promise<Reply<'get_account'>> {
  return { status: 200, body: { data: await readAccount(store.read, caller.organizationId, params.account_id) } };
}

/** PATCH /accounts/{id}. Whoever says whether an account is active overrules its creator's pause from then on. */
export async function updateAccount(
  context: ServiceContext,
  { params, body }: Input<'update_account'>,
  { caller }: Call,
): Promise<Reply<'update_account'>> {
  const { organizationId } = caller;
  const { dialect } = context.store;
  const { is_active, metadata, accept_platform_account_id, ...columns } = body;
  const accepted = accept_platform_account_id ?? null;
  const { data, dueAt } = await inTransaction(context.store, async (write) => {
    if (accepted !== null) await lockNames(dialect, write, organizationId);
    const before = await lockAccount(dialect, write, { organizationId, accountId: params.account_id });
    if (before === undefined) throw notFound('account');
    if (accepted !== null) await accept(write, before, accepted);
    const dueAt = dueAfterAll(await askingFor(context, write, organizationId), before, body);
    await write
      .updateTable('accounts')
      .set({
        ...columns,
        ...(is_active === undefined ? {} : { is_active: is_active ? 1 : 0, paused_by_creator: 0 }),
        ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
        next_refresh_at: dueAt,
      })
      .where('organization_id', '=', organizationId)
      .where('id', '=', before.id)
      .execute();
    return { data: await readAccount(write, organizationId, before.id), dueAt };
  });
  if (dueAt !== null) context.nudgeRefresh();
  return { status: 200, body: { data } };
}

/** An account that was accepted is seen at once. */
function dueAfterAll(asking: Asking, before: AccountRow, change: Input<'update_account'>['body']): string | null {
  const due = dueAfter(asking, before, change);
  return due === null || (change.accept_platform_account_id ?? null) === null ? due : instantOf(asking);
}

/** What was refused is somebody's decision now: the account goes on with the one that was seen. */
async function accept(write: Kysely<Schema>, account: Selectable<Schema['accounts']>, id: string): Promise<void> {
  const outcome = await acceptStranger(write, account, id);
  if (outcome === 'accepted') return;
  throw new Problem(
    'CONFLICT',
    outcome === 'held'
      ? 'Another tracked account has this platform id: delete one of the two.'
      : 'No account with this platform id was refused here: other_account of the account says which one waits for a decision.',
  );
}

/** DELETE /accounts/{id}: its history goes out of every sum with it. */
export async function deleteAccount(
  { store }: ServiceContext,
  { params }: Input<'delete_account'>,
  { caller }: Call,
): Promise<Reply<'delete_account'>> {
  const { organizationId } = caller;
  const outcome = await deleteWithHistory(store, { organizationId, accountId: params.account_id });
  if (outcome === 'no_account') throw notFound('account');
  return { status: 204 };
}
