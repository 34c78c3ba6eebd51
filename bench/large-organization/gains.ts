import { bell, uniform } from '../../src/collect/sample/random.ts';
import type { CountHistory } from '../../src/store/ingest/history.ts';
import { type Counts, noCounts } from '../../src/store/observations/counts.ts';
import type { Calendar } from './moments.ts';

/** How a post's views come in: most on its first day. */
const shares = [0.5, 0.24, 0.13, 0.08, 0.05];

/** What a post gained, from the day on which it was made. */
export function pastOf(seed: number, madeOn: number, daysPerPost: number, { days }: Calendar): CountHistory {
  const views = Math.round(300 * Math.exp(1.6 * bell(seed, 'views')));
  const likeRate = 0.02 + 0.08 * uniform(seed, 'likes');
  const past = days.slice(madeOn, madeOn + daysPerPost).map((day, age) => {
    const gained = 1 + Math.round(views * (shares[age] ?? 0.02));
    const likes = Math.round(gained * likeRate);
    return {
      day,
      views: gained,
      plays: gained + (likes >> 1),
      likes,
      comments: likes >> 3,
      shares: likes >> 4,
      saves: likes >> 3,
    };
  });
  return { from: noCounts, days: past };
}

/** The counts that a history leads to and a look at the post finds later: some percent more, and some more views. */
export function countsLater({ days }: CountHistory, { percent, views }: { percent: number; views: number }): Counts {
  const sum = (metric: 'views' | 'plays' | 'likes' | 'comments' | 'shares' | 'saves') =>
    Math.round(days.reduce((total, day) => total + day[metric], 0) * (1 + percent / 100));
  return {
    view_count: sum('views') + views,
    play_count: sum('plays') + views,
    like_count: sum('likes'),
    comment_count: sum('comments'),
    share_count: sum('shares'),
    saved_count: sum('saves'),
  };
}
