/** Gains of some days, summed. */
export interface Gains {
  readonly views: number;
  readonly plays: number;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly saves: number;
}

/** Likes + comments + shares (contract §2). */
export function engagementOf({ likes, comments, shares }: Omit<Gains, 'saves'>): number {
  return likes + comments + shares;
}

/** 100 × engagement / views, a percentage of two decimals; 0 when there are no views. */
export function engagementRate(engagement: number, views: number): number {
  return views > 0 ? twoDecimals((100 * engagement) / views) : 0;
}

/**
 * The change in percent of two decimals; null when its base is 0. A base below 0, which a correction of counts can make,
 * counts by its size: more is always above 0.
 */
export function changePercent(current: number | null, previous: number | null): number | null {
  if (current === null || previous === null || previous === 0) return null;
  return twoDecimals((100 * (current - previous)) / Math.abs(previous));
}

/** What the batch reads answer per id (contract §2). */
export function batchMetrics(gains: Gains) {
  const { views, plays, likes, comments, shares } = gains;
  return { views, plays, likes, comments, shares, engagement: engagementOf(gains) };
}

/** Gains as points and totals show them. `savesKnown` is false where only TikTok is behind them (contract §2). */
export function shownGains(gains: Gains, savesKnown: boolean) {
  const metrics = batchMetrics(gains);
  return {
    ...metrics,
    saves: savesKnown ? gains.saves : null,
    engagement_rate: engagementRate(metrics.engagement, metrics.views),
  };
}

/** `+ 0` because a rounded −0 is shown as 0. */
export function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
