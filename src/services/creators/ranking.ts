import type { z } from 'zod';
import type { rankingMetric } from '../../contract/operations/creators.ts';
import type { topCreator } from '../../contract/resources/creator.ts';
import { changePercent, engagementOf, engagementRate, type Gains } from '../metrics.ts';

type RankingMetric = z.output<typeof rankingMetric>;
type TopCreator = z.output<typeof topCreator>;

/** A creator with the sums that it is ranked by. */
export interface Contender {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly current: Omit<Gains, 'saves'> & { readonly followers_gained: number };
  readonly previous: { readonly views: number; readonly engagement: number };
}

/** A contender with all that its place shows but what is only read for those shown. */
export type Ranked = Omit<TopCreator, 'accounts' | 'followers'>;

/**
 * The first places. A change without a base is null and comes last in either direction; ties go by name, then id.
 */
export function rank(
  contenders: readonly Contender[],
  metric: RankingMetric,
  direction: 'asc' | 'desc',
  limit: number,
): Ranked[] {
  const sign = direction === 'asc' ? 1 : -1;
  return contenders
    .map((contender) => ({ contender, shown: measured(contender) }))
    .sort(
      (a, b) =>
        byValue(rankedBy(a.shown, metric), rankedBy(b.shown, metric), sign) ||
        byText(a.contender.nameKey, b.contender.nameKey) ||
        byText(a.contender.id, b.contender.id),
    )
    .slice(0, limit)
    .map(({ shown }, index) => ({ rank: index + 1, ...shown }));
}

function measured({ id, name, current, previous }: Contender): Omit<Ranked, 'rank'> {
  const engagement = engagementOf(current);
  const { views, plays, likes, comments, shares, followers_gained } = current;
  return {
    id,
    name,
    views,
    plays,
    likes,
    comments,
    shares,
    engagement,
    engagement_rate: engagementRate(engagement, views),
    followers_gained,
    previous: { views: previous.views, engagement: previous.engagement },
    views_change_pct: changePercent(views, previous.views),
    engagement_change_pct: changePercent(engagement, previous.engagement),
  };
}

function rankedBy(shown: Omit<Ranked, 'rank'>, metric: RankingMetric): number | null {
  if (metric === 'views_change') return shown.views_change_pct;
  if (metric === 'engagement_change') return shown.engagement_change_pct;
  return shown[metric];
}

function byValue(a: number | null, b: number | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (a - b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
