import { readAccountVideoUuid } from '../../contract/account-video-id.ts';
import { ageBuckets, type Bucket, durationBuckets, followerTiers, weekdays } from '../../contract/query/dimensions.ts';
import type { Field } from '../../query/plan.ts';
import { folded } from '../../store/fold.ts';

/** What a value of a filter is compared as, or the values that there are. */
export type ReadValue =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'unknown'; readonly known: readonly string[] };

const platforms = ['instagram', 'tiktok'];
const hours = Array.from({ length: 24 }, (_, hour) => String(hour));

/** A value as rows are compared with it: texts folded, buckets and weekdays by their place. */
export function fieldValue({ kind }: Field, text: string): ReadValue {
  switch (kind) {
    case 'platform':
      return oneOf(platforms, text.toLowerCase(), (place) => platforms[place] ?? '');
    case 'weekday':
      return oneOf(weekdays, named(weekdays, text), String);
    case 'hour':
      return oneOf(hours, text, String);
    case 'follower_tier':
      return bucket(followerTiers, text);
    case 'duration':
      return bucket(durationBuckets, text);
    case 'post_age':
      return bucket(ageBuckets, text);
    case 'media_type':
      return value(text.toLowerCase());
    case 'post':
      return value(postId(text));
    case 'account':
    case 'mention':
      return value(folded(text.replace(/^@/, '')));
    case 'hashtag':
      return value(folded(text.replace(/^#/, '')));
    default:
      return value(folded(text));
  }
}

function value(text: string): ReadValue {
  return { kind: 'value', value: text };
}

function oneOf(known: readonly string[], text: string, shown: (place: number) => string): ReadValue {
  const place = known.indexOf(text);
  return place === -1 ? { kind: 'unknown', known } : value(shown(place));
}

function named(names: readonly string[], text: string): string {
  return names.find((name) => name.toLowerCase() === text.toLowerCase()) ?? text;
}

function bucket(buckets: readonly Bucket[], text: string): ReadValue {
  const labels = buckets.map(({ label }) => label);
  return oneOf(labels, named(labels, text), String);
}

/** The integer of a post, which may come as its UUID or behind its platform. */
function postId(text: string): string {
  return String(readAccountVideoUuid(text)?.id ?? text.replace(/^(instagram|tiktok)\//, ''));
}
