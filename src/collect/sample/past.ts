import type { CountHistory } from '../../store/ingest/history.ts';
import { dayNumber, dayText, endOfDay } from './day.ts';
import type { Persona } from './persona.ts';
import { type Counts, countsAt, type Post } from './post.ts';
import { followersAt } from './timeline.ts';

/** Days (numbers) of which a snapshot was taken, each at its last millisecond; gains begin after the first. */
export interface Followed {
  first: number;
  last: number;
}

/** What is being made, for which organization and over which days. */
export interface Sample {
  organizationId: string;
  sampleDay: number;
  followed: Followed;
}

/**
 * What a refresh at the end of each of these days would have recorded of a post. A post made while its account was
 * followed gains from zero; an older one begins with the counts that it had.
 */
export function pastOfPost(post: Post, { first, last }: Followed): CountHistory {
  const madeOn = dayNumber(post.createdAt);
  const start = madeOn > first ? madeOn - 1 : first;
  const days: CountHistory['days'][number][] = [];
  const from = countsAt(post, endOfDay(start));
  let before = from;
  for (let day = start + 1; day <= last; day += 1) {
    const counts = countsAt(post, endOfDay(day));
    const gains = gained(before, counts);
    if (Object.values(gains).some((gain) => gain > 0)) days.push({ day: dayText(day), ...gains });
    before = counts;
  }
  return {
    from: {
      view_count: from.views,
      play_count: from.plays,
      like_count: from.likes,
      comment_count: from.comments,
      share_count: from.shares,
      saved_count: from.saves,
    },
    days,
  };
}

/** Follower levels at the end of each day. */
export function pastFollowers(
  persona: Persona,
  { first, last }: Followed,
  sampleDay: number,
): { day: string; level: number }[] {
  return Array.from({ length: last - first + 1 }, (_, step) => ({
    day: dayText(first + step),
    level: followersAt(persona, endOfDay(first + step), sampleDay),
  }));
}

function gained(before: Counts, after: Counts) {
  return {
    views: after.views - before.views,
    plays: after.plays - before.plays,
    likes: after.likes - before.likes,
    comments: after.comments - before.comments,
    shares: after.shares - before.shares,
    saves: (after.saves ?? 0) - (before.saves ?? 0),
  };
}
