import type { Kysely } from 'kysely';
import type { Platform, Schema } from '../schema.ts';

/** The first of `count` new account-video ids: one id space per platform (contract §1). Serialises writers of a platform until they commit. */
export async function nextPostIds(db: Kysely<Schema>, platform: Platform, count: number): Promise<number> {
  const { next_id } = await db
    .updateTable('id_sequences')
    .set((eb) => ({ next_id: eb('next_id', '+', count) }))
    .where('name', '=', `account_videos:${platform}`)
    .returning('next_id')
    .executeTakeFirstOrThrow();
  return next_id - count;
}
