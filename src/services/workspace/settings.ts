import type { Kysely } from 'kysely';
import type { Call, Input, Reply } from '../../contract/port.ts';
import { notFound } from '../../contract/problem.ts';
import type { Schema } from '../../store/schema.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { ServiceContext } from '../service-context.ts';

/** GET /settings */
export async function getSettings(
  { store }: ServiceContext,
  _input: Input<'get_settings'>,
  { caller }: Call,
): Promise<Reply<'get_settings'>> {
  return { status: 200, body: { data: await readSettings(store.read, caller.organizationId) } };
}

/** PATCH /settings: what is not given stays; null takes a limit away. */
export async function updateSettings(
  { store }: ServiceContext,
  { body }: Input<'update_settings'>,
  { caller }: Call,
): Promise<Reply<'update_settings'>> {
  const data = await inTransaction(store, async (write) => {
    if (Object.keys(body).length > 0) {
      await write.updateTable('organizations').set(body).where('id', '=', caller.organizationId).execute();
    }
    return await readSettings(write, caller.organizationId);
  });
  return { status: 200, body: { data } };
}

async function readSettings(db: Kysely<Schema>, organizationId: string) {
  const row = await db
    .selectFrom('organizations')
    .select(['max_recent_posts_per_account', 'post_lookback_days', 'time_zone'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow(() => notFound('organization'));
  return { type: 'settings' as const, ...row };
}
