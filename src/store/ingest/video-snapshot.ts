import type { Kysely, Selectable } from 'kysely';
import { type Counts, type Gains, hasGains, noGains } from '../observations/counts.ts';
import { knownLevels, type Levels, levelsOf, metrics, unknownLevels, unknownOf } from '../observations/metrics.ts';
import { postKey } from '../observations/post-key.ts';
import type { Schema, VideoRow } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { findAccount } from '../usernames.ts';
import { bulkInsert } from './bulk-insert.ts';
import { intoVideoDays } from './day-rows.ts';
import { writeAliases } from './post-aliases.ts';
import { postContent, storable } from './post-rows.ts';
import type { PostObservation, VideoObservation } from './snapshot.ts';
import { countsOf, keptGains } from './write-posts.ts';

export interface VideoSighting {
  organizationId: string;
  videoId: string;
  /** When it was seen, ms since the epoch; its UTC day gets the gains. */
  at: number;
  snapshot: VideoObservation;
  /** When the video is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/** `gone`: no such video any more. `stale`: a later snapshot is recorded already; this one changes nothing. */
export type VideoRecorded = 'recorded' | 'gone' | 'stale';

const noAliases: ReadonlyMap<string, string> = new Map();

/** Records what a provider saw of an individually tracked video. Its first snapshot is where gains begin; it enters no sum. */
export function recordVideoSnapshot(writer: Writer, sighting: VideoSighting): Promise<VideoRecorded> {
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
    const { counts, unknown, gains } = stepOf(video, levelsOf(video.platform, snapshot.post));
    const author = knownAuthor(video, snapshot);
    const content = postContent(snapshot.post);
    await db
      .updateTable('videos')
      .set({
        ...content,
        ...counts,
        unknown_metrics: unknown,
        shortcode: content.shortcode ?? video.shortcode,
        create_time: madeAt(snapshot.post.create_time) ?? video.create_time,
        ...author,
        account_id: await trackedAccount(db, { ...video, ...author }),
        first_scrape_time: video.first_scrape_time ?? at,
        last_scrape_time: at,
        updated_at: at,
        ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
      })
      .where('id', '=', videoId)
      .execute();
    const day = { video_id: videoId, organization_id: organizationId, day: at.slice(0, 10), ...gains };
    await bulkInsert(writer.dialect, db, intoVideoDays, hasGains(gains) ? [day] : []);
    await rememberAliases({ dialect: writer.dialect, write: db }, video, snapshot.post);
    return 'recorded';
  });
}

/** The account that posted it, where that is tracked too. */
function trackedAccount(db: Kysely<Schema>, author: VideoRow): Promise<string | null> {
  const {
    organization_id: organizationId,
    platform,
    account_username,
    platform_account_id: platformAccountId,
  } = author;
  const username = account_username?.toLowerCase() ?? null;
  return findAccount(db, { organizationId, platform, username, platformAccountId });
}

async function rememberAliases({ dialect, write }: Writer, video: VideoRow, post: PostObservation): Promise<void> {
  const { key, others } = postKey(video.platform, post, noAliases);
  if (key !== video.external_id) return;
  await writeAliases(dialect, write, video, new Map(others.map((other) => [other, key])));
}

/** What a snapshot makes of a video's counts: a metric that it does not tell stays, and the first level gains nothing. */
function stepOf(video: Selectable<Schema['videos']>, seen: Levels): { counts: Counts; unknown: number; gains: Gains } {
  const before = video.first_scrape_time === null ? unknownLevels : knownLevels(video, video.unknown_metrics);
  const levels = { ...before };
  const gains = noGains();
  for (const metric of metrics) {
    const [level, base] = [seen[metric], before[metric]];
    if (level === null) continue;
    levels[metric] = level;
    if (base !== null) gains[metric] = level - base;
  }
  const isTikTok = video.platform === 'tiktok';
  const unknown = unknownOf(video.platform, levels);
  return { counts: countsOf(isTikTok, levels), unknown, gains: keptGains(isTikTok, gains) };
}

/**
 * What a snapshot tells beside the post: a field that is forgotten here does not compile. A provider that does not know
 * who posted it must not erase what the tracked URL told.
 */
function knownAuthor(
  video: VideoRow,
  snapshot: VideoObservation,
): Pick<VideoRow, Exclude<keyof VideoObservation, 'post'>> {
  return {
    account_username: storable(snapshot.account_username) ?? video.account_username,
    platform_account_id: storable(snapshot.platform_account_id) ?? video.platform_account_id,
  };
}

/** ISO 8601 with milliseconds; null for what is no time. */
function madeAt(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
