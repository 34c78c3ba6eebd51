import { identifyPost, instagramPostOf } from '../../collect/identify.ts';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { invalid, Problem } from '../../contract/problem.ts';
import { keyOfAlias } from '../../store/ingest/post-aliases.ts';
import { inTransaction, type Writer } from '../../store/transaction.ts';
import { askingFor, firstDue, instantOf } from '../due.ts';
import type { ServiceContext } from '../service-context.ts';
import { newVideoRow, type Placed } from './new-row.ts';
import { readVideo } from './resource.ts';

type Body = Input<'create_video'>['body'];

/** POST /videos. An active one is due at once; it counts against no cap. */
export async function createVideo(
  context: ServiceContext,
  { body }: Input<'create_video'>,
  { caller, newId }: Call,
): Promise<Reply<'create_video'>> {
  const placed: Placed = {
    id: newId ?? context.randomUuid(),
    organizationId: caller.organizationId,
    post: await postIn(context, caller.organizationId, body),
    addedAt: instantOf(context),
    dueAt: firstDue(await askingFor(context, context.store.read, caller.organizationId), body.is_active),
  };
  const data = await inTransaction(context.store, async (write) => {
    await insert({ dialect: context.store.dialect, write }, placed, body);
    return await readVideo(write, caller.organizationId, placed.id);
  });
  if (placed.dueAt !== null) context.nudgeRefresh();
  return { status: 201, body: { data }, location: `/videos/${placed.id}` };
}

async function postIn(
  { store }: ServiceContext,
  organizationId: string,
  { platform, identifier }: Body,
): Promise<Placed['post']> {
  const identified = identifyPost(platform, identifier);
  if (identified.kind === 'post') return identified;
  if (identified.kind === 'other_id') {
    const key = await keyOfAlias(store.read, { organizationId, platform, otherId: identified.otherId });
    if (key !== null && /^\d{1,19}$/.test(key)) return instagramPostOf(key, null);
  }
  throw invalid([{ field: 'identifier', message: identified.message }]);
}

async function insert({ write }: Writer, placed: Placed, body: Body): Promise<void> {
  const inserted = await write
    .insertInto('videos')
    .values(newVideoRow(placed, body))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) return;
  const tracked = await write
    .selectFrom('videos')
    .select('id')
    .where('organization_id', '=', placed.organizationId)
    .where('platform', '=', placed.post.platform)
    .where('external_id', '=', placed.post.externalId)
    .executeTakeFirst();
  if (tracked?.id === placed.id) return;
  throw new Problem('CONFLICT', `This video is already tracked${tracked ? ` as ${tracked.id}` : ''}.`);
}
