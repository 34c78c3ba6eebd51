import type { Kysely, Selectable } from 'kysely';
import { derive } from '../observations/gains.ts';
import { levelsOf, stepsOf, unknownOf } from '../observations/metrics.ts';
import { postKey } from '../observations/post-key.ts';
import { type Run, runsOf, type Sighting, sightingsOf } from '../observations/runs.ts';
import { lastSaid, latestFirst, type Said } from '../observations/said.ts';
import { originRanks } from '../origin-ranks.ts';
import type { Schema } from '../schema.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { findAccount } from '../usernames.ts';
import { nextPostIds } from './ids.ts';
import { type Origin, originNumber } from './origins.ts';
import { writeAliases } from './post-aliases.ts';
import { allRuns } from './post-states.ts';
import type { VideoObservation } from './snapshot.ts';
import { readWords, type VideoWords, wordsOf, wordsOfRow, writeWords } from './video-words.ts';
import { countsOf, writeRuns } from './write-posts.ts';

/** A look at an individually tracked video. */
interface VideoLook {
  /** ms since the epoch; its UTC day gets the gains. */
  readonly at: number;
  readonly snapshot: VideoObservation;
}

export interface VideoLooks {
  organizationId: string;
  videoId: string;
  origin: Origin;
  looks: readonly VideoLook[];
  /** When the video is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/** `gone`: no such video any more. */
export type VideoRecorded = 'recorded' | 'gone';

type Video = Selectable<Schema['videos']>;

interface Place {
  readonly writer: Writer;
  readonly video: Video;
  readonly organizationNo: number;
  /** The origin that speaks or is taken back. */
  readonly origin: number;
}

/**
 * Records what a source saw of an individually tracked video. Its first level is where gains begin; it enters no sum. What
 * follows is the same whatever the order in which looks come.
 */
export function recordVideoLooks(
  writer: Writer,
  { looks, nextRefreshAt, ...which }: VideoLooks,
): Promise<VideoRecorded> {
  return underLock(writer, which, async (place) => {
    await rememberAliases(place, looks);
    await change(place, { looks, without: null, nextRefreshAt });
  });
}

/** Takes back all that an origin told of a video. */
export function withdrawVideoLooks(
  writer: Writer,
  which: Pick<VideoLooks, 'organizationId' | 'videoId' | 'origin'>,
): Promise<VideoRecorded> {
  return underLock(writer, which, (place) => change(place, { looks: [], without: place.origin }));
}

function underLock(
  writer: Writer,
  { organizationId, videoId, origin }: Pick<VideoLooks, 'organizationId' | 'videoId' | 'origin'>,
  act: (place: Place) => Promise<void>,
): Promise<VideoRecorded> {
  return inTransaction<VideoRecorded>(writer, async (db) => {
    const found = db
      .selectFrom('videos')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('id', '=', videoId);
    const video = await (writer.dialect === 'postgres' ? found.forUpdate() : found).executeTakeFirst();
    if (video === undefined) return 'gone';
    const { organizationNo, number } = await originNumber(writer.dialect, db, organizationId, origin);
    await act({ writer: { dialect: writer.dialect, write: db }, video, organizationNo, origin: number });
    return 'recorded';
  });
}

interface Told {
  readonly looks: readonly VideoLook[];
  /** The origin that is taken back. */
  readonly without: number | null;
  readonly nextRefreshAt?: string | null | undefined;
}

async function change(place: Place, { looks, without, nextRefreshAt }: Told): Promise<void> {
  const { writer, video, organizationNo, origin } = place;
  const { dialect, write: db } = writer;
  if (video.number === null && looks.length === 0) return;
  const number = video.number ?? (await nextPostIds(db, 1));
  const { rank, compare } = await originRanks(db, video.organization_id);
  const stored = (await allRuns(dialect, db, organizationNo, [number])).get(number) ?? [];
  const after = runsAfter(
    stored,
    looks.map((look) => sightingOf(place, look)),
    without,
  );
  const { levels } = derive(after, { beganAtZero: () => false, rank });
  await writeRuns(dialect, db, organizationNo, [{ id: number, stored, change: { after } }]);
  const said = lastSaid([
    ...(await wordsBefore(place, number)).filter((one) => one.origin !== without),
    ...looks.map(({ at, snapshot }) => ({ origin, at, words: wordsOf(snapshot) })),
  ]);
  await writeWords(db, { organizationNo, number }, said.values());
  const words = latestFirst(said.values(), compare).map((one) => one.words);
  const author = authorOf(video, words);
  const seen = seenFrom(after);
  await db
    .updateTable('videos')
    .set({
      number,
      ...contentOf(video, words[0]),
      ...author,
      account_id: await trackedAccount(db, { ...video, ...author }),
      ...(after.length === 0 ? unseenCounts(video) : countsOf(video.platform === 'tiktok', levels)),
      unknown_metrics: after.length === 0 ? 0 : unknownOf(video.platform, levels),
      ...seen,
      ...isBack(video, seen.last_scrape_time),
      ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
    })
    .where('id', '=', video.id)
    .execute();
}

/** Every look at a video sees it, so that each is a row of its own and no looks are kept beside. */
const noLooks: ReadonlyMap<number, readonly number[]> = new Map();

function runsAfter(stored: readonly Run[], add: readonly Sighting[], without: number | null): Run[] {
  const kept = stored.filter(({ origin }) => origin !== without);
  return runsOf([...sightingsOf(kept, noLooks), ...add], noLooks);
}

function sightingOf({ video, origin }: Place, { at, snapshot }: VideoLook): Sighting {
  const levels = levelsOf(video.platform, snapshot.post);
  return { at, origin, levels, steps: stepsOf(video.platform, levels, snapshot.post.rounded ?? {}) };
}

/** What each origin said last; a row from before that was kept has words of an unknown one. */
async function wordsBefore({ writer, video, organizationNo }: Place, number: number): Promise<Said<VideoWords>[]> {
  const said = await readWords(writer.write, { organizationNo, number });
  if (said.length > 0 || video.last_scrape_time === null) return said;
  const origin = { source: 'before', importId: '' } as const;
  const before = await originNumber(writer.dialect, writer.write, video.organization_id, origin);
  return [{ origin: before.number, at: Date.parse(video.last_scrape_time), words: wordsOfRow(video) }];
}

/** What a video is, as of the latest words. What its tracked address told stays where they do not tell it. */
function contentOf(video: Video, words: VideoWords | undefined): Partial<VideoWords> {
  if (words === undefined) return noContent;
  const { account_username, platform_account_id, ...content } = words;
  return {
    ...content,
    shortcode: words.shortcode ?? video.shortcode,
    create_time: words.create_time ?? video.create_time,
  };
}

const noContent = {
  description: null,
  create_time: null,
  media_type: null,
  duration: null,
  cover_image_url: null,
  cover_image_url_original: null,
  video_url: null,
  video_url_original: null,
};

/** Who posted it, as of the latest who knows: one that does not must not erase what others or the tracked address told. */
function authorOf(video: Video, words: readonly VideoWords[]) {
  const told = <Field extends 'account_username' | 'platform_account_id'>(field: Field) =>
    words.find((one) => one[field] !== null)?.[field] ?? video[field];
  return { account_username: told('account_username'), platform_account_id: told('platform_account_id') };
}

/** The account that posted it, where that is tracked too. */
function trackedAccount(db: Kysely<Schema>, author: Video): Promise<string | null> {
  const { organization_id: organizationId, platform, platform_account_id: platformAccountId } = author;
  const username = author.account_username?.toLowerCase() ?? null;
  return findAccount(db, { organizationId, platform, username, platformAccountId });
}

/** As of a video of which nothing was seen yet. */
function unseenCounts({ platform }: Video) {
  const counts = { view_count: 0, play_count: 0, like_count: 0, comment_count: 0, share_count: 0 };
  return { ...counts, saved_count: platform === 'tiktok' ? null : 0 };
}

function seenFrom(runs: readonly Run[]) {
  const [first] = runs;
  if (first === undefined) return { first_scrape_time: null, last_scrape_time: null };
  const last = runs.reduce((latest, { until }) => Math.max(latest, until), first.until);
  return { first_scrape_time: iso(first.at), last_scrape_time: iso(last) };
}

/** A later look than all before brings a video back that was gone. */
function isBack(video: Video, lastSeen: string | null) {
  if (lastSeen === null || lastSeen <= (video.last_scrape_time ?? '')) return {};
  return { is_unavailable: 0 as const, updated_at: lastSeen };
}

async function rememberAliases({ writer, video }: Place, looks: readonly VideoLook[]): Promise<void> {
  const told = new Map<string, string>();
  for (const { snapshot } of looks) {
    const { key, others } = postKey(video.platform, snapshot.post, new Map());
    if (key === video.external_id) for (const other of others) told.set(other, key);
  }
  await writeAliases(writer.dialect, writer.write, video, told);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
