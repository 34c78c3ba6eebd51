import { type Kysely, type Selectable, sql } from 'kysely';
import { among } from '../among.ts';
import {
  addGains,
  type Counts,
  countsAfter,
  type Gains,
  gainsBetween,
  noCounts,
  noGains,
} from '../observations/counts.ts';
import { everyMetric, unknownOf } from '../observations/metrics.ts';
import type { AccountLookRow, AccountRow, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import { type LookedAnew, type Standing, standingAfter } from './account-standing.ts';
import { type WordsChange, wordsAfter } from './profile-words.ts';
import { writeReportedDays } from './reported-days.ts';
import { addToRollups, type DayTotals, emptyDay } from './rollups.ts';
import { shownUnread, unreadKeys } from './unread.ts';
import { type ChangedPost, countsOf, keptGains } from './write-posts.ts';

/** What looks changed: the looks themselves, and posts. */
export interface LookedAt {
  readonly posts: readonly ChangedPost[];
  readonly looks: LookedAnew;
  /** Whether any of them is the latest look. */
  readonly isLatest: boolean;
  readonly words: WordsChange;
}

/** Writes an account's row and every sum, after its posts. */
export async function writeAccount(
  { dialect, write: db }: Writer,
  account: Selectable<Schema['accounts']>,
  looked: LookedAt,
  { nextRefreshAt }: { nextRefreshAt?: string | null | undefined },
): Promise<void> {
  const { posts } = looked;
  const standing = await standingAfter(db, account, looked.looks);
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
      ...(await wordsAfter({ dialect, write: db }, account, looked.words)),
      ...(looked.isLatest && { is_unavailable: 0 }),
      // Looks anywhere in time may have come to days that were thinned.
      ...('after' in looked.looks && { thinned_until: null }),
      ...standing.columns,
      unreadable_posts: shownUnread(latestOf(looked.looks)),
      total_post_count: total,
      ...grownCounts(account, grown, looked),
      unknown_metrics: (await unknownOfPosts(db, account, posts, total)) | standing.unknown,
      ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
    })
    .where('id', '=', account.id)
    .execute();
  await markGonePosts({ dialect, write: db }, account, looked);
  await addDays({ dialect, write: db }, account, posts, standing);
}

/** Writes what is known beside posts, where no look changed. */
export async function writeStanding(
  { dialect, write: db }: Writer,
  account: Selectable<Schema['accounts']>,
  standing: Standing,
): Promise<void> {
  const ofPosts = account.total_post_count === 0 ? 0 : account.unknown_metrics & everyMetric;
  await db
    .updateTable('accounts')
    .set({ ...standing.columns, unknown_metrics: ofPosts | standing.unknown })
    .where('organization_id', '=', account.organization_id)
    .where('id', '=', account.id)
    .execute();
  await addDays({ dialect, write: db }, account, [], standing);
}

/** Adds to the days of an account, and to every sum over them. */
async function addDays(
  { dialect, write: db }: Writer,
  account: Selectable<Schema['accounts']>,
  posts: readonly ChangedPost[],
  standing: Standing,
): Promise<void> {
  const rolled = { organizationId: account.organization_id, accountId: account.id, creatorId: account.creator_id };
  await addToRollups(dialect, db, rolled, daysOf(account, posts, standing));
  await writeReportedDays({ dialect, write: db }, standing.reported.rows);
}

/** The looks of the last instant. */
function latestOf(looks: LookedAnew): readonly AccountLookRow[] {
  if ('row' in looks) return [looks.row];
  const last = looks.after.at(-1)?.at;
  return looks.after.filter(({ at }) => at === last);
}

/** Whether nothing is left of what was seen. */
function isNeverSeen({ looks }: LookedAt): boolean {
  return 'after' in looks && looks.after.length === 0;
}

/** What an account's days gain, ascending. */
function daysOf(account: AccountRow, posts: readonly ChangedPost[], { followers, reported }: Standing): DayTotals[] {
  const sums = new Map<string, Gains>();
  for (const [day, gains] of reported.days) sums.set(day, { ...gains });
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

/** The metrics that no post of the account tells; a scan of its posts only where that may have changed. */
async function unknownOfPosts(
  db: Kysely<Schema>,
  account: Selectable<Schema['accounts']>,
  posts: readonly ChangedPost[],
  total: number,
): Promise<number> {
  const bits = account.unknown_metrics & everyMetric;
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
  return rows.reduce((all, { unknown }) => all & unknown, everyMetric);
}

/** A post that three complete listings in a row no longer show is gone from its platform; what it counted stays. */
async function markGonePosts({ dialect, write: db }: Writer, account: AccountRow, { looks }: LookedAt): Promise<void> {
  if ('row' in looks && looks.row.listing !== 2) return;
  const { since, unread } = await lastComplete(db, account);
  const mark = (to: 0 | 1) =>
    db.updateTable('account_videos').set({ is_unavailable: to }).where('account_id', '=', account.id);
  const isUnread = among(dialect, 'external_id', unread);
  const left = mark(1).where('last_scrape_time', '<', since).where('is_unavailable', '=', 0);
  await (unread.length === 0 ? left : left.where(({ not }) => not(isUnread))).execute();
  // A look after all others brings back only what it saw: what it could read is written with its posts.
  if ('after' in looks) await mark(0).where('last_scrape_time', '>=', since).where('is_unavailable', '=', 1).execute();
  if (unread.length > 0) await mark(0).where(isUnread).where('is_unavailable', '=', 1).execute();
}

/** From when on the last three complete listings are, ISO 8601, empty where there are fewer; and the keys of posts in them that could not be read. */
async function lastComplete(db: Kysely<Schema>, account: AccountRow): Promise<{ since: string; unread: string[] }> {
  const complete = db
    .selectFrom('account_looks')
    .where('organization_id', '=', account.organization_id)
    .where('account_id', '=', account.id)
    .where('listing', '=', 2);
  const third = complete.select('at').distinct().orderBy('at', 'desc').limit(1).offset(2);
  const rows = await complete
    .select(['at', 'unread'])
    .where((eb) => eb('at', '>=', eb.fn.coalesce(third, eb.lit(0))))
    .execute();
  const instants = new Set(rows.map(({ at }) => at));
  const since = instants.size < 3 ? '' : iso(Math.min(...instants));
  return { since, unread: rows.flatMap(({ unread }) => unreadKeys(unread)) };
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

function iso(at: number): string {
  return new Date(at).toISOString();
}
