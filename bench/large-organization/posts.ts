import { captionOf } from '../../src/collect/sample/caption.ts';
import { seedOf, uniform } from '../../src/collect/sample/random.ts';
import type { CountHistory, PostHistory } from '../../src/store/ingest/history.ts';
import type { PostSnapshot } from '../../src/store/ingest/snapshot.ts';
import { countsLater, pastOf } from './gains.ts';
import { type Calendar, iso } from './moments.ts';
import type { Size } from './size.ts';

/** A generated post: a function of its account's name and its number, so that a later look finds the same one. */
export interface GeneratedPost {
  externalId: string;
  caption: string;
  createdAt: string;
  history: CountHistory;
}

/** @param number 0 is the oldest of the account */
export function generatedPost(username: string, number: number, size: Size, calendar: Calendar): GeneratedPost {
  const seed = seedOf(`${username}/${number}`);
  const lastStart = calendar.days.length - size.daysPerPost;
  const madeOn = Math.floor((number / size.postsPerAccount) * (lastStart + 1));
  return {
    externalId: `${seedOf(username)}${String(number).padStart(5, '0')}`,
    // Every caption has a word of its own, so that there are rare words to search for as well as common ones.
    caption: `${captionOf(seed, seed >>> 8, seed & 7)} #${seed.toString(36)}`,
    createdAt: iso(calendar.startOf(madeOn) + Math.floor(uniform(seed, 'moment') * 86_400_000)),
    history: pastOf(seed, madeOn, size.daysPerPost, calendar),
  };
}

/** The post as the history's loader takes it. */
export function postHistory({ externalId, caption, createdAt, history }: GeneratedPost, seenAt: string): PostHistory {
  return {
    post: {
      ...contentOf(caption),
      external_id: externalId,
      is_unavailable: 0,
      cover_image_url_original: null,
      video_url_original: null,
      create_time: createdAt,
      added_at: createdAt,
      updated_at: seenAt,
      first_scrape_time: createdAt,
      last_scrape_time: seenAt,
    },
    history,
  };
}

/** The post as a provider sees it when it has grown since the history ended. */
export function seenPost(
  { externalId, caption, createdAt, history }: GeneratedPost,
  growth: { percent: number; views: number },
): PostSnapshot {
  return { ...contentOf(caption), external_id: externalId, create_time: createdAt, ...countsLater(history, growth) };
}

export function contentOf(caption: string) {
  return {
    shortcode: null,
    description: caption,
    media_type: 'video',
    duration: 20,
    cover_image_url: null,
    video_url: null,
  };
}
