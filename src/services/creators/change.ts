import type { Kysely } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound } from '../../contract/problem.ts';
import { folded } from '../../store/fold.ts';
import { deleteCreator as deleteAndUnlink } from '../../store/ownership.ts';
import type { Schema } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import { askingFor, firstDue, instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import { readCreator } from './resource.ts';

/** GET /creators/{id} */
export async function getCreator(
  { store }: ServiceContext,
  { params }: Input<'get_creator'>,
  { caller }: Call,
): Promise<Reply<'get_creator'>> {
  return { status: 200, body: { data: await readCreator(store.read, caller.organizationId, params.creator_id) } };
}

/** POST /creators. Two creators may have the same name, as people do. */
export async function createCreator(
  context: ServiceContext,
  { body }: Input<'create_creator'>,
  { caller, newId }: Call,
): Promise<Reply<'create_creator'>> {
  const id = newId ?? context.randomUuid();
  const data = await inTransaction(context.store, async (write) => {
    await write
      .insertInto('creators')
      .values({
        id,
        organization_id: caller.organizationId,
        name: body.name,
        name_key: folded(body.name),
        is_active: body.is_active ? 1 : 0,
        metadata: JSON.stringify(body.metadata ?? {}),
        created_at: instantOf(context),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    return await readCreator(write, caller.organizationId, id);
  });
  return { status: 201, body: { data }, location: `/creators/${id}` };
}

/** PATCH /creators/{id}: a pause stops its active accounts, and its end resumes just those (contract §2). */
export async function updateCreator(
  context: ServiceContext,
  { params, body }: Input<'update_creator'>,
  { caller }: Call,
): Promise<Reply<'update_creator'>> {
  const { organizationId } = caller;
  const { name, is_active, metadata } = body;
  const data = await inTransaction(context.store, async (write) => {
    const found = write
      .selectFrom('creators')
      .select(['id', 'is_active'])
      .where('organization_id', '=', organizationId)
      .where('id', '=', params.creator_id);
    const locked = context.store.dialect === 'postgres' ? found.forNoKeyUpdate() : found;
    const before = await locked.executeTakeFirstOrThrow(() => notFound('creator'));
    await write
      .updateTable('creators')
      .set({
        ...(name === undefined ? {} : { name, name_key: folded(name) }),
        ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
        is_active: is_active === undefined ? before.is_active : is_active ? 1 : 0,
      })
      .where('organization_id', '=', organizationId)
      .where('id', '=', before.id)
      .execute();
    if (is_active === false) await pauseAccounts(write, organizationId, before.id);
    if (is_active === true) {
      const due = firstDue(await askingFor(context, write, organizationId), true);
      await resumeAccounts(write, organizationId, before.id, due);
    }
    return await readCreator(write, organizationId, before.id);
  });
  if (is_active === true) context.nudgeRefresh();
  return { status: 200, body: { data } };
}

/** DELETE /creators/{id}: its accounts stay as they are, paused or not, and are linked to nobody. */
export async function deleteCreator(
  { store }: ServiceContext,
  { params }: Input<'delete_creator'>,
  { caller }: Call,
): Promise<Reply<'delete_creator'>> {
  const { organizationId } = caller;
  const outcome = await deleteAndUnlink(store, { organizationId, creatorId: params.creator_id });
  if (outcome === 'no_creator') throw notFound('creator');
  return { status: 204 };
}

async function pauseAccounts(write: Kysely<Schema>, organizationId: string, creatorId: string): Promise<void> {
  await write
    .updateTable('accounts')
    .set({ is_active: 0, paused_by_creator: 1, next_refresh_at: null })
    .where('organization_id', '=', organizationId)
    .where('creator_id', '=', creatorId)
    .where('is_active', '=', 1)
    .execute();
}

async function resumeAccounts(
  write: Kysely<Schema>,
  organizationId: string,
  creatorId: string,
  dueAt: string | null,
): Promise<void> {
  await write
    .updateTable('accounts')
    .set({ is_active: 1, paused_by_creator: 0, next_refresh_at: dueAt })
    .where('organization_id', '=', organizationId)
    .where('creator_id', '=', creatorId)
    .where('paused_by_creator', '=', 1)
    .execute();
}
