import type { Kysely } from 'kysely';
import { lockAccount } from '../account-lock.ts';
import { among } from '../among.ts';
import type { AccountRow, AccountVideoDayRow, AccountVideoRow, Platform, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';
import { inTransaction, type Writer } from '../transaction.ts';
import { bulkInsert } from './bulk-insert.ts';
import {
  addGains,
  type Counts,
  countColumns,
  countsAfter,
  type Gains,
  gainsBetween,
  hasGains,
  keptCounts,
  noCounts,
  noGains,
} from './counts.ts';
import { intoAccountVideoDays } from './day-rows.ts';
import { nextPostIds } from './ids.ts';
import { intoAccountVideos, postContent, storable } from './post-rows.ts';
import { addPostDays, addToRollups, emptyDay } from './rollups.ts';
import type { AccountSnapshot, PostSnapshot, ProfileSnapshot } from './snapshot.ts';

export interface AccountSighting {
  organizationId: string;
  accountId: string;
  /** When it was seen, ms since the epoch; its UTC day gets the gains. */
  at: number;
  snapshot: AccountSnapshot;
  /** When the account is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/** `gone`: no such account any more. `stale`: a later snapshot is recorded already; this one changes nothing. */
export type Recorded = 'recorded' | 'gone' | 'stale';

type Known = Counts & { id: number; external_id: string };

/** A post after the snapshot, with its row from before: null if it is seen for the first time. */
interface SeenPost {
  post: PostSnapshot;
  known: Known | null;
  counts: Counts;
  /** Where its gain begins: the last counts, zero for a post made since the last refresh, else what it has now. */
  from: Counts;
}

/**
 * Records what a provider saw of an account: its profile, its posts, their gains and every sum over them, in one transaction.
 * The sums of gains always equal the differences of snapshots; posts that the snapshot no longer shows keep their counts.
 */
export function recordAccountSnapshot(writer: Writer, sighting: AccountSighting): Promise<Recorded> {
  return inTransaction(writer, async (db) => {
    const account = await lockAccount(writer.dialect, db, sighting);
    if (account === undefined) return 'gone';
    const at = new Date(sighting.at).toISOString();
    if (account.last_scrape_time !== null && account.last_scrape_time > at) return 'stale';
    const posts = await seenPosts(writer.dialect, db, account, sighting.snapshot.posts);
    await writePosts(writer.dialect, db, account, at, posts);
    await writeSums(writer.dialect, db, account, at, sighting, posts);
    return 'recorded';
  });
}

async function seenPosts(
  dialect: Dialect,
  db: Kysely<Schema>,
  account: AccountRow,
  posts: readonly PostSnapshot[],
): Promise<SeenPost[]> {
  const unique = [...new Map(posts.map((post) => [post.external_id, post])).values()];
  const known = await knownPosts(dialect, db, account.id, unique);
  return unique.map((post) =>
    decide(account.platform, account.last_scrape_time, post, known.get(post.external_id) ?? null),
  );
}

/** Where a post's gain begins (see SeenPost). */
function decide(platform: Platform, lastRefresh: string | null, post: PostSnapshot, known: Known | null): SeenPost {
  const seen = keptCounts(platform, post);
  if (known !== null) {
    // Saves that a snapshot leaves out are not lost: the last known number stays.
    const counts = platform === 'instagram' ? { ...seen, saved_count: seen.saved_count ?? known.saved_count } : seen;
    return { post, known, counts, from: known };
  }
  const isNew = lastRefresh !== null && Date.parse(post.create_time) > Date.parse(lastRefresh);
  return { post, known, counts: seen, from: isNew ? noCounts : seen };
}

async function knownPosts(
  dialect: Dialect,
  db: Kysely<Schema>,
  accountId: string,
  posts: readonly PostSnapshot[],
): Promise<Map<string, Known>> {
  const rows = await db
    .selectFrom('account_videos')
    .select(['id', 'external_id', ...countColumns])
    .where('account_id', '=', accountId)
    .where(
      among(
        dialect,
        'external_id',
        posts.map((post) => post.external_id),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.external_id, row]));
}

async function writePosts(
  dialect: Dialect,
  db: Kysely<Schema>,
  account: AccountRow,
  at: string,
  posts: readonly SeenPost[],
): Promise<void> {
  const ids = await idsOf(db, posts);
  const rows: AccountVideoRow[] = [];
  const days: AccountVideoDayRow[] = [];
  const { platform, organization_id } = account;
  for (const { post, counts, from } of posts) {
    const id = ids.get(post.external_id);
    if (id === undefined) continue;
    rows.push({
      platform,
      id,
      organization_id,
      account_id: account.id,
      external_id: post.external_id,
      create_time: new Date(post.create_time).toISOString(),
      ...postContent(post),
      ...counts,
      added_at: at,
      updated_at: at,
      first_scrape_time: at,
      last_scrape_time: at,
    });
    const gains = gainsBetween(from, counts);
    if (hasGains(gains)) days.push({ platform, video_id: id, organization_id, day: at.slice(0, 10), ...gains });
  }
  await bulkInsert(dialect, db, intoAccountVideos, rows);
  await bulkInsert(dialect, db, intoAccountVideoDays, days);
  const fresh = posts.filter(({ known }) => known === null).map(({ post }) => new Date(post.create_time).toISOString());
  await addPostDays(dialect, db, organization_id, fresh);
}

/** The ids of all posts; new ones get theirs in the order in which they were made. */
async function idsOf(db: Kysely<Schema>, posts: readonly SeenPost[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const { known } of posts) if (known !== null) ids.set(known.external_id, known.id);
  const fresh = posts
    .filter(({ known }) => known === null)
    .map(({ post }) => post)
    .sort((a, b) => Date.parse(a.create_time) - Date.parse(b.create_time));
  if (fresh.length === 0) return ids;
  let id = await nextPostIds(db, fresh.length);
  for (const post of fresh) ids.set(post.external_id, id++);
  return ids;
}

async function writeSums(
  dialect: Dialect,
  db: Kysely<Schema>,
  account: AccountRow,
  at: string,
  { snapshot, nextRefreshAt }: AccountSighting,
  posts: readonly SeenPost[],
): Promise<void> {
  const gained = noGains();
  const grown = noGains();
  for (const { counts, from, known } of posts) {
    addGains(gained, gainsBetween(from, counts));
    addGains(grown, gainsBetween(withSaves(known ?? noCounts), withSaves(counts)));
  }
  const { profile } = snapshot;
  const isFirst = account.first_scrape_time === null;
  const followers = {
    followers_first: isFirst ? profile.follower_count : 0,
    follower_accounts: isFirst ? 1 : 0,
    followers_gained: isFirst ? 0 : profile.follower_count - account.follower_count,
  };
  const rolled = { organizationId: account.organization_id, accountId: account.id, creatorId: account.creator_id };
  await db
    .updateTable('accounts')
    .set({
      ...profileColumns(profile),
      profile_pic_url_original: storable(profile.profile_pic_url),
      is_unavailable: 0,
      first_scrape_time: account.first_scrape_time ?? at,
      last_scrape_time: at,
      total_post_count: account.total_post_count + posts.filter(({ known }) => known === null).length,
      ...grownCounts(account, grown),
      ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
    })
    .where('id', '=', account.id)
    .execute();
  await addToRollups(dialect, db, rolled, [{ ...emptyDay(at.slice(0, 10)), ...gained, ...followers }]);
}

/** The columns of a profile: a field of the snapshot that is forgotten here does not compile. */
function profileColumns(profile: ProfileSnapshot): Pick<AccountRow, keyof ProfileSnapshot> {
  return {
    name: storable(profile.name),
    description: storable(profile.description),
    profile_pic_url: storable(profile.profile_pic_url),
    is_verified: profile.is_verified ? 1 : 0,
    link_in_bio: storable(profile.link_in_bio),
    follower_count: profile.follower_count,
    following_count: profile.following_count,
    profile_post_count: profile.profile_post_count,
  };
}

/** The sums over an account's posts, after what these have grown by. */
function grownCounts(account: AccountRow, grown: Gains): Counts {
  const isTikTok = account.platform === 'tiktok';
  return countsAfter({ ...account, saved_count: isTikTok ? null : (account.saved_count ?? 0) }, grown);
}

/** For sums over posts, where unknown saves count nothing. */
function withSaves(counts: Counts): Counts {
  return { ...counts, saved_count: counts.saved_count ?? 0 };
}
