import { sql } from 'kysely';
import { ageBuckets, type Dimension, durationBuckets } from '../contract/query/dimensions.ts';
import { type AccountColumns, accountsThemselves } from './account-columns.ts';
import { bucketOf } from './buckets.ts';
import type { Offset, Span } from './plan.ts';
import { dayNumber, hourOf, minutesOfDay, onClocks, timeOf, weekdayOf } from './time.ts';
import { literal, type Speech, type Sql } from './words-of-databases.ts';

/** What is said of a post, of `account_videos` called `v`, and of its account, `accounts` called `a`. */
export function postColumns(speech: Speech, offsets: readonly Offset[], { asOf }: Span): AccountColumns {
  const ofAccount = accountsThemselves(speech);
  const clock = onClocks(sql`v.made_minute`, offsets);
  return {
    of(dimension) {
      switch (dimension.kind) {
        case 'post':
          return sql`v.id`;
        case 'media_type':
          return sql`v.media_type`;
        case 'hashtag':
          return sql`t.hashtag`;
        case 'mention':
          return sql`t.mention`;
        case 'weekday':
          return weekdayOf(clock);
        case 'hour':
          return hourOf(clock);
        case 'duration':
          return bucketOf(sql`v.duration`, durationBuckets);
        case 'post_age':
          return bucketOf(sql`((${literal(asOf)} - v.made_minute) / ${literal(minutesOfDay)})`, ageBuckets);
        case 'time:day':
        case 'time:week':
        case 'time:month':
        case 'time:quarter':
          return timeOf(dimension.kind, speech.dayOf(dayNumber(clock)), speech);
        default:
          return ofAccount.of(dimension);
      }
    },
  };
}

/** Where rows of posts come from, each as often as it has tags of a dimension. */
export function postTables(dimensions: readonly Dimension[]): Sql {
  const posts = sql`account_videos v join accounts a on a.id = v.account_id`;
  if (dimensions.some(({ kind }) => kind === 'hashtag')) return sql`${posts} join post_hashtags t on t.post_id = v.id`;
  if (dimensions.some(({ kind }) => kind === 'mention')) return sql`${posts} join post_mentions t on t.post_id = v.id`;
  return posts;
}
