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
import { everyMetric, unknownOf } from '../observations/metrics.ts';
import type { AccountRow, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';
import { type LookedAnew, type Standing, standingAfter } from './account-standing.ts';
import { type WordsChange, wordsAfter } from './profile-words.ts';
import type { Unreadable } from './readable.ts';
import { writeReportedDays } from './reported-days.ts';
import { addToRollups, type DayTotals, emptyDay, rolledOf } from './rollups.ts';
import { type ChangedPost, countsOf, keptGains } from './write-posts.ts';

/** What looks changed: the looks themselves, and posts. */
export interface LookedAt {
  readonly posts: readonly ChangedPost[];
  readonly looks: LookedAnew;
  /** What the latest look could not read; null where none of these is the latest. */
  readonly unreadable: readonly Unreadable[] | null;
  readonly words: WordsChange;
}

/** Writes an account's row and every sum, after its posts. */
export async function writeAccount(
  { dialect, write: db }: Writer,
  account: Selectable<Schema['accounts']>,
  looked: LookedAt,
  { nextRefreshAt }: { nextRefreshAt?: string | null | undefined },
): Promise<void> {
  const { posts, unreadable } = looked;
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
      ...(isNeverSeen(looked) && { unreadable_posts: null }),
      ...(unreadable !== null && { is_unavailable: 0 }),
      ...standing.columns,
      ...(unreadable !== null && { unreadable_posts: shownUnreadable(unreadable) }),
      total_post_count: total,
      ...grownCounts(account, grown, looked),
      unknown_metrics: (await unknownOfPosts(db, account, posts, total)) | standing.unknown,
      ...(nextRefreshAt === undefined ? {} : { next_refresh_at: nextRefreshAt }),
    })
    .where('id', '=', account.id)
    .execute();
  await markGonePosts(db, account, looked);
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
  await addToRollups(dialect, db, rolledOf(account), daysOf(account, posts, standing));
  await writeReportedDays({ dialect, write: db }, standing.reported.rows);
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
