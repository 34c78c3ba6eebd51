import type { Kysely } from 'kysely';
import type { Platform, Schema, VideoRow } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import type { Recorded } from './account-snapshot.ts';
import { bulkInsert } from './bulk-insert.ts';
import { gainsBetween, hasGains, keptCounts } from './counts.ts';
import { intoVideoDays } from './day-rows.ts';
import { postContent, storable } from './post-rows.ts';
import type { VideoSnapshot } from './snapshot.ts';

export interface VideoSighting {
  organizationId: string;
  videoId: string;
  /** When it was seen, ms since the epoch; its UTC day gets the gains. */
  at: number;
  snapshot: VideoSnapshot;
  /** When the video is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/** Records what a provider saw of an individually tracked video. Its first snapshot is where gains begin; it enters no sum. */
export function recordVideoSnapshot(writer: Writer, sighting: VideoSighting): Promise<Recorded> {
  const { organizationId, videoId, snapshot, nextRefreshAt } = sighting;
  return inTransaction(writer, async (db) => {
    const found = db
      .selectFrom('videos')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('id', '=', videoId);
    const video = await (writer.dialect === 'postgres' ? found.forUpdate() : found).executeTakeFirst();
    if (video === undefined) return 'gone';
    const at = new Date(sighting.at).toISOString();
    if (video.last_scrape_time !== null && video.last_scrape_time > at) return 'stale';
    const counts = keptCounts(video.platform, snapshot.post);
    const author = knownAuthor(video, snapshot);
    const content = postContent(snapshot.post);
    await db
      .updateTable('videos')
      .set({
        ...content,
        ...counts,
        shortcode: content.shortcode ?? video.shortcode,
        create_time: new Date(snapshot.post.create_time).toISOString(),
        ...author,
        account_id: await trackedAccount(db, organizationId, video.platform, author.account_username),
        first_scrape_time: video.first_scrape_time ?? at,
        last_scrape_time: at,
        updated_at: at,
        ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
      })
      .where('id', '=', videoId)
      .execute();
    const gains = gainsBetween(video.first_scrape_time === null ? counts : video, counts);
    const day = { video_id: videoId, organization_id: organizationId, day: at.slice(0, 10), ...gains };
    await bulkInsert(writer.dialect, db, intoVideoDays, hasGains(gains) ? [day] : []);
    return 'recorded';
  });
}

/**
 * What a snapshot tells beside the post: a field that is forgotten here does not compile. A provider that does not know
 * who posted it must not erase what the tracked URL told.
 */
function knownAuthor(video: VideoRow, snapshot: VideoSnapshot): Pick<VideoRow, Exclude<keyof VideoSnapshot, 'post'>> {
  return {
    account_username: storable(snapshot.account_username) ?? video.account_username,
    platform_account_id: storable(snapshot.platform_account_id) ?? video.platform_account_id,
  };
}

async function trackedAccount(
  db: Kysely<Schema>,
  organizationId: string,
  platform: Platform,
  username: string | null,
): Promise<string | null> {
  if (username === null) return null;
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('platform', '=', platform)
    .where('username', '=', username.toLowerCase())
    .executeTakeFirst();
  return account?.id ?? null;
}
