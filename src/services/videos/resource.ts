import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import { notFound } from '../../contract/problem.ts';
import type { video } from '../../contract/resources/video.ts';
import type { Schema } from '../../store/schema.ts';
import { showPost } from '../post.ts';
import { readMetadata, readPlatformData } from '../stored-json.ts';

export type Video = z.output<typeof video>;

/** @throws Problem NOT_FOUND, for a foreign id as for an unknown one */
export async function readVideo(db: Kysely<Schema>, organizationId: string, id: string): Promise<Video> {
  const row = await db
    .selectFrom('videos')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('video');
  return showVideo(row);
}

/** An individually tracked video as the contract shows it. */
export function showVideo(row: Selectable<Schema['videos']>): Video {
  return {
    id: row.id,
    type: 'video',
    ...showPost(row),
    is_active: row.is_active === 1,
    scrape_interval_hours: row.scrape_interval_hours,
    metadata: readMetadata(row.metadata),
    account_id: row.account_id,
    account_username: row.account_username,
    platform_account_id: row.platform_account_id,
    platform_data: readPlatformData(row.platform_data),
  };
}
