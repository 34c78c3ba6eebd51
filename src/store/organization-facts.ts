import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What questions and pushes need to know of an organization; undefined where there is none. */
export async function organizationFacts(db: Kysely<Schema>, organizationId: string) {
  return await db
    .selectFrom('organizations')
    .select(['number', 'time_zone', 'holds_sample_data'])
    .where('id', '=', organizationId)
    .executeTakeFirst();
}

/** The UTC day on which the first known post of an organization was made; null where there is none. */
export async function firstPostDay(db: Kysely<Schema>, organizationId: string): Promise<string | null> {
  const first = await db
    .selectFrom('account_videos')
    .select('create_time')
    .where('organization_id', '=', organizationId)
    .orderBy('organization_id')
    .orderBy('create_time')
    .limit(1)
    .executeTakeFirst();
  return first?.create_time.slice(0, 10) ?? null;
}

/** The posts of an organization of which some levels are rounded, so many at most. */
export async function roundedPosts(
  db: Kysely<Schema>,
  organizationNo: number,
  most: number,
): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('post_levels')
    .select('post_id')
    .distinct()
    .where('organization_no', '=', organizationNo)
    .where('steps', 'is not', null)
    .limit(most)
    .execute();
  return rows.map(({ post_id }) => post_id);
}
