import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * The first of `count` new account-video ids. One sequence serves both platforms, so that an id alone breaks ties in a list and names
 * a post in an answer over both. Others who ask for ids wait until this transaction ends.
 */
export async function nextPostIds(db: Kysely<Schema>, count: number): Promise<number> {
  const { next_id } = await db
    .updateTable('id_sequences')
    .set((eb) => ({ next_id: eb('next_id', '+', count) }))
    .where('name', '=', 'account_videos')
    .returning('next_id')
    .executeTakeFirstOrThrow();
  return next_id - count;
}
