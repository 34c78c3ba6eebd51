import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Deletes all that an organization tracks, with every sum over it; its keys, people and settings stay. */
export async function deleteTrackedData(transaction: Kysely<Schema>, organizationId: string): Promise<void> {
  // What hangs on these goes with them: days on what they count, posts on their account.
  const tables = [
    'videos',
    'accounts',
    'creators',
    'organization_days',
    'category_days',
    'organization_post_days',
    'origins',
    'post_aliases',
  ] as const;
  for (const table of tables) {
    await transaction.deleteFrom(table).where('organization_id', '=', organizationId).execute();
  }
}
