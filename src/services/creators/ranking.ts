import type { z } from 'zod';
import type { rankingMetric } from '../../contract/operations/creators.ts';
import { changePercent, engagementRate } from '../metrics.ts';

type RankingMetric = z.output<typeof rankingMetric>;

/** What creators are ranked by: sums over the window, and over the one before it. */
export interface Sums {
  readonly views: number;
  readonly engagement: number;
  readonly followers_gained: number;
  readonly views_before: number;
  readonly engagement_before: number;
}

export interface Contender {
  readonly id: string;
  readonly nameKey: string;
  readonly sums: Partial<Sums>;
}

interface Ranking {
  /** The sums that it looks at; each of them is a walk over every creator's days. */
  readonly of: readonly (keyof Sums)[];
  measure(sums: Sums): number | null;
}

export const rankings: Readonly<Record<RankingMetric, Ranking>> = {
  views: { of: ['views'], measure: ({ views }) => views },
  engagement: { of: ['engagement'], measure: ({ engagement }) => engagement },
  engagement_rate: {
    of: ['views', 'engagement'],
    measure: ({ views, engagement }) => engagementRate(engagement, views),
  },
  followers_gained: { of: ['followers_gained'], measure: ({ followers_gained }) => followers_gained },
  views_change: {
    of: ['views', 'views_before'],
    measure: ({ views, views_before }) => changePercent(views, views_before),
  },
  engagement_change: {
    of: ['engagement', 'engagement_before'],
    measure: ({ engagement, engagement_before }) => changePercent(engagement, engagement_before),
  },
};

const nothing: Sums = { views: 0, engagement: 0, followers_gained: 0, views_before: 0, engagement_before: 0 };

/**
 * The ids in the first places. A change without a base is null and comes last in either direction; ties go by name, then id.
 */
export function rank(
  contenders: readonly Contender[],
  metric: RankingMetric,
  direction: 'asc' | 'desc',
  limit: number,
): string[] {
  const sign = direction === 'asc' ? 1 : -1;
  const { measure } = rankings[metric];
  return contenders
    .map(({ id, nameKey, sums }) => ({ id, nameKey, value: measure({ ...nothing, ...sums }) }))
    .sort((a, b) => byValue(a.value, b.value, sign) || byText(a.nameKey, b.nameKey) || byText(a.id, b.id))
    .slice(0, limit)
    .map(({ id }) => id);
}

function byValue(a: number | null, b: number | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (a - b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
