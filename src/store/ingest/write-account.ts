import { type Kysely, type Selectable, sql } from 'kysely';
import {
  addGains,
  type Counts,
  countsAfter,
  type Gains,
  gainsBetween,
  noCounts,
  noGains,
} from '../observations/counts.ts';
import { type FollowerSighting, followerSteps } from '../observations/followers.ts';
import { followersBit, unknownOf } from '../observations/metrics.ts';
import { originRanks } from '../origin-ranks.ts';
import type { AccountLookRow, AccountRow, FollowerColumns, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import { allLooks, type LastLooks, stepsOf } from './looks.ts';
import { storable } from './post-rows.ts';
import type { Unreadable } from './readable.ts';
import { addToRollups, type DayTotals, emptyDay, rolledOf } from './rollups.ts';
import type { ProfileObservation } from './snapshot.ts';
import { type ChangedPost, countsOf, keptGains } from './write-posts.ts';

/** What looks changed: the looks themselves, as one after all others or as all before and after, and posts. */
export interface LookedAt {
  readonly posts: readonly ChangedPost[];
  readonly looks:
    | { readonly last: LastLooks; readonly row: AccountLookRow }
    | { readonly before: readonly AccountLookRow[]; readonly after: readonly AccountLookRow[] };
  /** What the latest look could not read; null where none of these is the latest. */
  readonly unreadable: readonly Unreadable[] | null;
  /** What the latest of these looks that tells a profile tells of it, and by which origin. */
  readonly told: { readonly at: number; readonly origin: number; readonly profile: ProfileObservation } | null;
}

/** Writes an account's row and every sum, after its posts. */
export async function writeAccount(
  { dialect, write: db }: Writer,
  account: Selectable<Schema['accounts']>,
  looked: LookedAt,
  { nextRefreshAt }: { nextRefreshAt?: string | null | undefined },
): Promise<void> {
  const { posts, unreadable } = looked;
  const standing =
    'row' in looked.looks
      ? await nextStanding(db, account, looked.looks)
      : await wholeStanding(db, account, looked.looks);
  const grown = noGains();
  for (const { known, change } of posts) {
    const counts = change.after.length === 0 ? noCounts : countsOf(account.platform === 'tiktok', change.levels);
    addGains(grown, gainsBetween(withSaves(known ?? noCounts), withSaves(counts)));
  }
  const fresh = posts.filter(({ known }) => known === null).length;
  const gone = posts.filter(({ change }) => change.after.length === 0).length;
  const total = account.total_post_count + fresh - gone;
  await db
    .updateTable('accounts')
    .set({
      ...(await wordsOf(db, account, looked)),
      ...(unreadable !== null && { is_unavailable: 0 }),
      ...standing.columns,
      ...(unreadable !== null && { unreadable_posts: shownUnreadable(unreadable) }),
      total_post_count: total,
      ...grownCounts(account, grown, looked),
      unknown_metrics: (await unknownOfPosts(db, account, posts, total)) | standing.unknownFollowers,
      ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
    })
    .where('id', '=', account.id)
    .execute();
  await markGonePosts(db, account, looked);
  await addToRollups(dialect, db, rolledOf(account), daysOf(account, posts, standing.followers));
}

/** Whether nothing is left of what was seen. */
function isNeverSeen({ looks }: LookedAt): boolean {
  return 'after' in looks && looks.after.length === 0;
}

interface Standing {
  readonly columns: Partial<
    Pick<
      AccountRow,
      'first_scrape_time' | 'last_scrape_time' | 'follower_count' | 'following_count' | 'profile_post_count'
    >
  >;
  readonly followers: ReadonlyMap<string, FollowerColumns>;
  readonly unknownFollowers: number;
}

async function nextStanding(
  db: Kysely<Schema>,
  account: Selectable<Schema['accounts']>,
  { row, last }: { row: AccountLookRow; last: LastLooks },
): Promise<Standing> {
  const isFirst = last.follower_steps === null;
  if (row.steps !== null || Number(last.follower_steps) > 0) {
    const after = await allLooks(db, account);
    return wholeStanding(db, account, { before: after.filter(({ at }) => at !== row.at), after });
  }
  const day = iso(row.at).slice(0, 10);
  const { followers } = row;
  const steps: FollowerColumns = isFirst
    ? { followers_first: followers ?? 0, follower_accounts: followers === null ? 0 : 1, followers_gained: 0 }
    : {
        followers_first: 0,
        follower_accounts: 0,
        followers_gained: (followers ?? account.follower_count) - account.follower_count,
      };
  return {
    columns: {
      first_scrape_time: account.first_scrape_time ?? iso(row.at),
      last_scrape_time: iso(row.at),
      ...(followers !== null && { follower_count: followers }),
      ...(row.following !== null && { following_count: row.following }),
      ...(row.posts !== null && { profile_post_count: row.posts }),
    },
    followers: new Map([[day, steps]]),
    unknownFollowers: isFirst && followers === null ? followersBit : 0,
  };
}

async function wholeStanding(
  db: Kysely<Schema>,
  account: Selectable<Schema['accounts']>,
  { before, after }: { before: readonly AccountLookRow[]; after: readonly AccountLookRow[] },
): Promise<Standing> {
  const { rank } = await originRanks(db, account.organization_id);
  const sightings = (looks: readonly AccountLookRow[]): FollowerSighting[] =>
    looks.map(({ at, origin, followers, steps }) => ({ at, rank: rank(origin), followers, step: stepsOf(steps) }));
  const is = followerSteps(sightings(after));
  const was = followerSteps(sightings(before));
  const ascending = [...after].sort((a, b) => a.at - b.at || rank(a.origin) - rank(b.origin));
  const level = [...is.values()].reduce((sum, day) => sum + day.followers_first + day.followers_gained, 0);
  const [first, last] = [ascending[0], ascending.at(-1)];
  return {
    columns: {
      first_scrape_time: first === undefined ? null : iso(first.at),
      last_scrape_time: last === undefined ? null : iso(last.at),
      follower_count: level,
      following_count: lastOf(ascending, rank, ({ following }) => following) ?? 0,
      profile_post_count: lastOf(ascending, rank, ({ posts }) => posts) ?? 0,
    },
    followers: differences(is, was),
    unknownFollowers: is.size === 0 && after.length > 0 ? followersBit : 0,
  };
}

/** The last known count of some looks; of equally believed ones of one instant the higher. */
function lastOf(
  ascending: readonly AccountLookRow[],
  rank: (origin: number) => number,
  count: (look: AccountLookRow) => number | null,
): number | null {
  const last = ascending.findLast((look) => count(look) !== null);
  if (last === undefined) return null;
  const peers = ascending.filter(({ at, origin }) => at === last.at && rank(origin) === rank(last.origin));
  return Math.max(...peers.map((look) => count(look) ?? 0));
}

function differences(is: ReadonlyMap<string, FollowerColumns>, was: ReadonlyMap<string, FollowerColumns>) {
  const days = new Map<string, FollowerColumns>();
  for (const day of new Set([...is.keys(), ...was.keys()])) {
    const [a, b] = [is.get(day), was.get(day)];
    days.set(day, {
      followers_first: (a?.followers_first ?? 0) - (b?.followers_first ?? 0),
      follower_accounts: (a?.follower_accounts ?? 0) - (b?.follower_accounts ?? 0),
      followers_gained: (a?.followers_gained ?? 0) - (b?.followers_gained ?? 0),
    });
  }
  return days;
}

/** What an account's days gain, ascending. */
function daysOf(
  account: AccountRow,
  posts: readonly ChangedPost[],
  followers: ReadonlyMap<string, FollowerColumns>,
): DayTotals[] {
  const sums = new Map<string, Gains>();
  for (const { change } of posts) {
    for (const [day, gains] of change.gains) {
      const sum = sums.get(day) ?? noGains();
      addGains(sum, keptGains(account.platform === 'tiktok', gains));
      sums.set(day, sum);
    }
  }
  const days = [...new Set([...sums.keys(), ...followers.keys()])].sort();
  return days.map((day) => ({ ...emptyDay(day), ...sums.get(day), ...followers.get(day) }));
}

/** What a profile says in words is as of the latest look that told it, and of several at one instant as the most believed has it. */
async function wordsOf(db: Kysely<Schema>, account: Selectable<Schema['accounts']>, looked: LookedAt) {
  const { told } = looked;
  if (isNeverSeen(looked)) return unseenWords;
  if (told === null || told.at < (account.profile_at ?? Number.NEGATIVE_INFINITY)) return {};
  if (told.at === account.profile_at && account.profile_origin !== null) {
    const { compare } = await originRanks(db, account.organization_id);
    if (compare(told.origin, account.profile_origin) < 0) return {};
  }
  return { ...textOf(account, told.profile), profile_at: told.at, profile_origin: told.origin };
}

/** Those of an account of which nothing was ever seen. */
const unseenWords = {
  name: null,
  description: null,
  profile_pic_url: null,
  profile_pic_url_original: null,
  is_verified: 0,
  link_in_bio: null,
  profile_at: null,
  profile_origin: null,
  unreadable_posts: null,
} as const;

/** What a profile tells in words; what a source does not tell stays. */
function textOf(account: AccountRow, profile: ProfileObservation) {
  return {
    name: storable(profile.name) ?? account.name,
    description: storable(profile.description),
    profile_pic_url: storable(profile.profile_pic_url),
    profile_pic_url_original: storable(profile.profile_pic_url),
    is_verified: profile.is_verified ? (1 as const) : (0 as const),
    link_in_bio: storable(profile.link_in_bio),
  };
}

/** The metrics that no post of the account tells; a scan of its posts only where that may have changed. */
async function unknownOfPosts(
  db: Kysely<Schema>,
  account: Selectable<Schema['accounts']>,
  posts: readonly ChangedPost[],
  total: number,
): Promise<number> {
  const postBits = followersBit - 1;
  const bits = account.unknown_metrics & postBits;
  if (total === 0) return 0;
  const isSame = posts.every(({ known, change }) => {
    if (change.after.length === 0) return false;
    const now = unknownOf(account.platform, change.levels);
    return known === null ? (bits & ~now) === 0 && account.total_post_count > 0 : now === known.unknown_metrics;
  });
  if (isSame) return bits;
  const rows = await db
    .selectFrom('account_videos')
    .select(sql<number>`unknown_metrics`.as('unknown'))
    .distinct()
    .where('account_id', '=', account.id)
    .execute();
  return rows.reduce((all, { unknown }) => all & unknown, postBits);
}

/** A post that three complete listings in a row no longer show is gone from its platform; what it counted stays. */
async function markGonePosts(db: Kysely<Schema>, account: AccountRow, { looks }: LookedAt): Promise<void> {
  if ('row' in looks && looks.row.listing !== 2) return;
  const complete = await db
    .selectFrom('account_looks')
    .select('at')
    .distinct()
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .where('listing', '=', 2)
    .orderBy('at', 'desc')
    .limit(3)
    .execute();
  const third = complete[2];
  const since = third === undefined ? '' : iso(third.at);
  const mark = (from: 0 | 1, to: 0 | 1, seen: '<' | '>=') =>
    db
      .updateTable('account_videos')
      .set({ is_unavailable: to })
      .where('account_id', '=', account.id)
      .where('last_scrape_time', seen, since)
      .where('is_unavailable', '=', from)
      .execute();
  await mark(0, 1, '<');
  // A look after all others brings back only what it saw, which is written with its posts.
  if ('after' in looks) await mark(1, 0, '>=');
}

/** The sums over an account's posts, after what these have grown by; saves of one that nobody has seen are unknown. */
function grownCounts(account: AccountRow, grown: Gains, looked: LookedAt): Counts {
  const hasNone = account.platform === 'tiktok' || isNeverSeen(looked);
  return countsAfter({ ...account, saved_count: hasNone ? null : (account.saved_count ?? 0) }, grown);
}

/** For sums over posts, where unknown saves count nothing. */
function withSaves(counts: Counts): Counts {
  return { ...counts, saved_count: counts.saved_count ?? 0 };
}

const mostShown = 20;

/** In words for people, bounded. */
function shownUnreadable(unreadable: readonly Unreadable[]): string | null {
  if (unreadable.length === 0) return null;
  const shown = unreadable.slice(0, mostShown).map(({ key, reason }) => `${key} ${reason}`);
  const more = unreadable.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
