import { columnNames } from '../column-names.ts';
import type { GainColumns, Platform, PostColumns } from '../schema.ts';

/** What a post has in total. */
export type Counts = Pick<
  PostColumns,
  'view_count' | 'play_count' | 'like_count' | 'comment_count' | 'share_count' | 'saved_count'
>;

/** What was added to it. */
export type Gains = Omit<GainColumns, 'day'>;

export const noCounts = {
  view_count: 0,
  play_count: 0,
  like_count: 0,
  comment_count: 0,
  share_count: 0,
  saved_count: 0,
} as const satisfies Counts;

export function noGains(): Gains {
  return { views: 0, plays: 0, likes: 0, comments: 0, shares: 0, saves: 0 };
}

export const gainColumns = columnNames<Gains>(noGains());

export const countColumns = columnNames<Counts>(noCounts);

/** The counts as they are kept: on TikTok a play is a view and saves are unknown (contract §2). */
export function keptCounts(platform: Platform, counts: Counts): Counts {
  const { view_count, like_count, comment_count, share_count } = counts;
  if (platform === 'tiktok') {
    return { view_count, play_count: view_count, like_count, comment_count, share_count, saved_count: null };
  }
  return {
    view_count,
    play_count: counts.play_count,
    like_count,
    comment_count,
    share_count,
    saved_count: counts.saved_count,
  };
}

/** What went from one snapshot to the next; negative where the platform took something back. Saves that were or are unknown gain nothing. */
export function gainsBetween(before: Counts, after: Counts): Gains {
  const saves = before.saved_count === null || after.saved_count === null ? 0 : after.saved_count - before.saved_count;
  return {
    views: after.view_count - before.view_count,
    plays: after.play_count - before.play_count,
    likes: after.like_count - before.like_count,
    comments: after.comment_count - before.comment_count,
    shares: after.share_count - before.share_count,
    saves,
  };
}

export function addGains(sum: Gains, more: Gains): void {
  for (const column of gainColumns) sum[column] += more[column];
}

export function hasGains(gains: Gains): boolean {
  return gainColumns.some((column) => gains[column] !== 0);
}

/** Counts after gains; unknown saves stay unknown. */
export function countsAfter(counts: Counts, gains: Gains): Counts {
  return {
    view_count: counts.view_count + gains.views,
    play_count: counts.play_count + gains.plays,
    like_count: counts.like_count + gains.likes,
    comment_count: counts.comment_count + gains.comments,
    share_count: counts.share_count + gains.shares,
    saved_count: counts.saved_count === null ? null : counts.saved_count + gains.saves,
  };
}
