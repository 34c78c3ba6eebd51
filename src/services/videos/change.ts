import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound } from '../../contract/problem.ts';
import { inTransaction } from '../../store/transaction.ts';
import { askingFor, dueAfter, instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import { readVideo } from './resource.ts';

/** GET /videos/{id} */
export async function getVideo(
  { store }: ServiceContext,
  { params }: Input<'get_video'>,
  { caller }: Call,
): Promise<Reply<'get_video'>> {
  return { status: 200, body: { data: await readVideo(store.read, caller.organizationId, params.video_id) } };
}

/** PATCH /videos/{id} */
export async function updateVideo(
  context: ServiceContext,
  { params, body }: Input<'update_video'>,
  { caller }: Call,
): Promise<Reply<'update_video'>> {
  const { organizationId } = caller;
  const { is_active, metadata, ...columns } = body;
  const { data, dueAt } = await inTransaction(context.store, async (write) => {
    const found = write
      .selectFrom('videos')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('id', '=', params.video_id);
    const locked = context.store.dialect === 'postgres' ? found.forUpdate() : found;
    const before = await locked.executeTakeFirstOrThrow(() => notFound('video'));
    const dueAt = dueAfter(await askingFor(context, write, organizationId), before, body);
    await write
      .updateTable('videos')
      .set({
        ...columns,
        ...(is_active === undefined ? {} : { is_active: is_active ? 1 : 0 }),
        ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
        next_refresh_at: dueAt,
        updated_at: instantOf(context),
      })
      .where('organization_id', '=', organizationId)
      .where('id', '=', before.id)
      .execute();
    return { data: await readVideo(write, organizationId, before.id), dueAt };
  });
  if (dueAt !== null) context.nudgeRefresh();
  return { status: 200, body: { data } };
}

/** DELETE /videos/{id}: its days go with it; it is in no sum. */
export async function deleteVideo(
  { store }: ServiceContext,
  { params }: Input<'delete_video'>,
  { caller }: Call,
): Promise<Reply<'delete_video'>> {
  const deleted = await store.write
    .deleteFrom('videos')
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', params.video_id)
    .returning('id')
    .executeTakeFirst();
  if (deleted === undefined) throw notFound('video');
  return { status: 204 };
}
