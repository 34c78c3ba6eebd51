import {
  addGains,
  type Counts,
  countsAfter,
  type Gains,
  gainColumns,
  hasGains,
  keptCounts,
  noCounts,
  noGains,
} from '../observations/counts.ts';
import type { AccountRow, AccountVideoRow, GainColumns, Platform } from '../schema.ts';
import type { AccountHistory, CountHistory } from './history.ts';
import { type DayTotals, emptyDay } from './rollups.ts';

/** A part of an account's past that is written at once, with the account as it is after it. */
export interface Chunk {
  /** The account's row is new with this chunk. */
  isFirst: boolean;
  account: AccountRow;
  posts: readonly ChunkPost[];
  /** What the chunk adds to the sums, days ascending. */
  days: readonly DayTotals[];
}

interface ChunkPost {
  row: Omit<AccountVideoRow, 'id'>;
  days: readonly GainColumns[];
}

/** Cuts an account's past into chunks of about `size` day rows; the followers come with the first. */
export function* accountChunks(organizationId: string, past: AccountHistory, size: number): Generator<Chunk> {
  const { id, platform } = past.account;
  let account = firstRow(organizationId, past);
  let days = followerDays(past.followers);
  let posts: ChunkPost[] = [];
  let isFirst = true;
  let rows = 0;
  for (const { post, history } of past.posts) {
    const counts = finalCounts(platform, history);
    const gains = keptDays(platform, history);
    posts.push({
      row: { ...post, ...counts, platform, organization_id: organizationId, account_id: id },
      days: gains,
    });
    for (const day of gains) addDay(days, day);
    account = withPost(account, counts);
    rows += gains.length + 1;
    if (rows < size) continue;
    yield { isFirst, account, posts, days: ascending(days) };
    isFirst = false;
    days = new Map();
    posts = [];
    rows = 0;
  }
  if (isFirst || posts.length > 0) yield { isFirst, account, posts, days: ascending(days) };
}

/** A post's days as they are kept (see `keptCounts`); days that added nothing need no row. */
export function keptDays(platform: Platform, { days, from }: CountHistory): (Gains & { day: string })[] {
  const kept = days.map((day) => {
    if (platform === 'tiktok') return { ...day, plays: day.views, saves: 0 };
    return from.saved_count === null ? { ...day, saves: 0 } : day;
  });
  return kept.filter(hasGains);
}

/** What a post has after all its days. */
export function finalCounts(platform: Platform, history: CountHistory): Counts {
  const gained = noGains();
  for (const day of history.days) addGains(gained, day);
  return keptCounts(platform, countsAfter(history.from, gained));
}

function firstRow(organizationId: string, { account, followers }: AccountHistory): AccountRow {
  return {
    ...account,
    organization_id: organizationId,
    ...noCounts,
    saved_count: account.platform === 'tiktok' || account.first_scrape_time === null ? null : 0,
    follower_count: followers.at(-1)?.level ?? 0,
    total_post_count: 0,
    fb_play_count: null,
    ig_play_count: null,
    fb_like_count: null,
  };
}

function withPost(account: AccountRow, counts: Counts): AccountRow {
  return {
    ...account,
    total_post_count: account.total_post_count + 1,
    view_count: account.view_count + counts.view_count,
    play_count: account.play_count + counts.play_count,
    like_count: account.like_count + counts.like_count,
    comment_count: account.comment_count + counts.comment_count,
    share_count: account.share_count + counts.share_count,
    saved_count: account.saved_count === null ? counts.saved_count : account.saved_count + (counts.saved_count ?? 0),
  };
}

/** The first level begins the steps; each later one is the difference to the one before. */
function followerDays(followers: AccountHistory['followers']): Map<string, DayTotals> {
  const days = new Map<string, DayTotals>();
  let before: number | null = null;
  for (const { day, level } of followers) {
    const steps =
      before === null ? { followers_first: level, follower_accounts: 1 } : { followers_gained: level - before };
    days.set(day, { ...emptyDay(day), ...steps });
    before = level;
  }
  return days;
}

function addDay(days: Map<string, DayTotals>, gains: Gains & { day: string }): void {
  let sum = days.get(gains.day);
  if (sum === undefined) {
    sum = emptyDay(gains.day);
    days.set(gains.day, sum);
  }
  for (const column of gainColumns) sum[column] += gains[column];
}

function ascending(days: ReadonlyMap<string, DayTotals>): DayTotals[] {
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}
