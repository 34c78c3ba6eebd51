import type { Platform } from '../schema.ts';
import type { Counts, Gains } from './counts.ts';

/** What is counted of a post. */
export type Metric = keyof Gains;

/** Which count of a post each metric is. */
export const countOf = {
  views: 'view_count',
  plays: 'play_count',
  likes: 'like_count',
  comments: 'comment_count',
  shares: 'share_count',
  saves: 'saved_count',
} as const satisfies Record<Metric, keyof Counts>;

export const metrics = ['views', 'plays', 'likes', 'comments', 'shares', 'saves'] as const satisfies Metric[];

/** What a post has in total, as far as it is known. */
export type Levels = Readonly<Record<Metric, number | null>>;

/** The rounding step of each level that is rounded: `1.2M` has 100,000. */
export type Steps = Readonly<Partial<Record<Metric, number>>>;

export const unknownLevels: { [Each in Metric]: number | null } = {
  views: null,
  plays: null,
  likes: null,
  comments: null,
  shares: null,
  saves: null,
};

/** Beyond this no platform counts anything of a post; a database keeps it in four bytes, or in eight for views and plays. */
const largest: Readonly<Record<Metric, number>> = {
  views: Number.MAX_SAFE_INTEGER,
  plays: Number.MAX_SAFE_INTEGER,
  likes: 2_147_483_647,
  comments: 2_147_483_647,
  shares: 2_147_483_647,
  saves: 2_147_483_647,
};

/** A count as it came; unknown where it is none, below 0 as hidden likes are, or larger than can be. */
function levelOf(metric: Metric, count: unknown): number | null {
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= largest[metric] ? count : null;
}

/** A profile's count as it came, read in the same way. */
export function profileLevel(count: unknown): number | null {
  return levelOf('views', count);
}

/** What a day is reported to have gained, as it came; unknown where it is no number of things, or more than can be. */
export function gainOf(metric: Metric, gain: unknown): number | null {
  return typeof gain === 'number' && Number.isInteger(gain) && Math.abs(gain) <= largest[metric] ? gain : null;
}

/** The levels that a source gave; on TikTok a play is a view (contract §2). */
export function levelsOf(platform: Platform, counts: Readonly<Partial<Record<keyof Counts, unknown>>>): Levels {
  const views = levelOf('views', counts.view_count);
  return {
    views,
    plays: platform === 'tiktok' ? views : levelOf('plays', counts.play_count),
    likes: levelOf('likes', counts.like_count),
    comments: levelOf('comments', counts.comment_count),
    shares: levelOf('shares', counts.share_count),
    saves: levelOf('saves', counts.saved_count),
  };
}

/** The steps of levels that are known and rounded, as a source gave them. */
export function stepsOf(platform: Platform, levels: Levels, given: Steps): Steps {
  const steps: { [Each in Metric]?: number } = {};
  for (const metric of metrics) {
    const step = given[platform === 'tiktok' && metric === 'plays' ? 'views' : metric];
    if (levels[metric] !== null && step !== undefined && Number.isSafeInteger(step) && step > 0) steps[metric] = step;
  }
  return steps;
}

/** The unknown ones of some levels, as bits in the order of `metrics`. Saves of TikTok are none of its metrics (contract §2). */
export function unknownOf(platform: Platform, levels: Levels): number {
  return metrics.reduce(
    (bits, metric, at) =>
      levels[metric] === null && (metric !== 'saves' || platform === 'instagram') ? bits | (1 << at) : bits,
    0,
  );
}

/** The bits of all metrics of posts. */
export const everyMetric = (1 << metrics.length) - 1;

/** The bits of those of some levels that are known. */
export function toldBits(levels: Levels): number {
  return metrics.reduce((bits, metric, at) => (levels[metric] === null ? bits : bits | (1 << at)), 0);
}

/** Of an account, the bit after those of its posts: followers are unknown. */
export const followersBit = 1 << metrics.length;

/** Whether a metric is among such bits. */
export function isUnknown(bits: number, metric: Metric): boolean {
  return (bits & (1 << metrics.indexOf(metric))) !== 0;
}

/** Known levels of a row of a post: its counts, but for what was never told. */
export function knownLevels(counts: Counts, unknown: number): { [Each in Metric]: number | null } {
  const levels = { ...unknownLevels };
  for (const metric of metrics) if (!isUnknown(unknown, metric)) levels[metric] = counts[countOf[metric]];
  return levels;
}
