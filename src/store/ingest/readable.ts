import { levelsOf, stepsOf } from '../observations/metrics.ts';
import { isStorableId, isTold, needsAlias, postKey } from '../observations/post-key.ts';
import { type PostWords, saidAtOnce } from '../observations/post-words.ts';
import { both, type Sighting } from '../observations/runs.ts';
import type { Platform } from '../schema.ts';
import type { Aliases } from './post-aliases.ts';
import { wordsOfPost } from './post-rows.ts';
import type { PostObservation } from './snapshot.ts';
import type { Unreadable } from './unread.ts';

/** A post as it can be kept. */
export interface ReadPost {
  readonly key: string;
  readonly words: PostWords;
  readonly sighting: Sighting;
}

const dayMs = 86_400_000;
/** No post of either platform is older. */
const oldest = Date.UTC(2010, 0, 1);

/** The forms of ISO 8601 that say the same on every machine. */
const instant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

interface ReadPosts {
  readonly read: ReadPost[];
  readonly unreadable: Unreadable[];
  /** Further ids that were told of them. */
  readonly aliases: Aliases;
}

/** Reads what a source told of posts: each alone, so that one odd post stops none. What it told of one twice counts together. */
export function readPosts(
  platform: Platform,
  posts: readonly PostObservation[],
  { at, origin, aliases }: { at: number; origin: number; aliases: Aliases },
): ReadPosts {
  const read = new Map<string, ReadPost>();
  const unreadable: Unreadable[] = [];
  const told = new Map<string, string>();
  posts.forEach((given, index) => {
    const { key, others } = isTold(given) ? postKey(platform, given, aliases) : noKey;
    const reason = whyUnreadable(given, key, at);
    if (reason !== null || key === null) {
      const isKey = key !== null && isStorableId(key);
      const id: unknown = given?.external_id;
      unreadable.push({ key: isKey ? key : null, id, place: index + 1, reason: reason ?? 'has no key' });
      return;
    }
    for (const other of others) told.set(other, key);
    const levels = levelsOf(platform, given);
    const sighting = { at, origin, levels, steps: stepsOf(platform, levels, given.rounded ?? {}) };
    const words = wordsOfPost(given, Date.parse(given.create_time));
    const before = read.get(key);
    read.set(
      key,
      before === undefined
        ? { key, words, sighting }
        : { key, words: saidAtOnce(before.words, words), sighting: both(before.sighting, sighting) },
    );
  });
  return { read: [...read.values()], unreadable, aliases: told };
}

const noAliases: Aliases = new Map();
const noKey = { key: null, others: [] };

/** The same whatever is known of its ids. */
export function whyNeverReadable(platform: Platform, post: PostObservation, at: number): string | null {
  return whyUnreadable(post, keyWithout(platform, post), at);
}

/** How many of some posts cannot be read, whatever is known of their ids. */
export function countUnreadable(platform: Platform, posts: readonly PostObservation[], at: number): number {
  return posts.filter((post) => whyNeverReadable(platform, post, at) !== null).length;
}

/** The key that a post has where its aliases are not known: any id that an alias may lead on from is taken as it is. */
function keyWithout(platform: Platform, post: PostObservation): string | null {
  if (!isTold(post)) return null;
  if (needsAlias(platform, post) && post.external_id !== '') return post.external_id;
  return postKey(platform, post, noAliases).key;
}

/** Why a post that was seen at an instant cannot be kept, in words that hold nothing of the post; null where it can. */
export function whyUnreadable(post: PostObservation, key: string | null, at: number): string | null {
  if (!isTold(post)) return 'is no post';
  const { external_id, create_time } = post;
  if (key === null && external_id !== '') return 'has an id of the Graph API alone: its link or shortcode is missing';
  if (typeof key !== 'string' || !isStorableId(key)) return 'has no key';
  const madeAt = typeof create_time === 'string' && instant.test(create_time) ? Date.parse(create_time) : Number.NaN;
  if (Number.isNaN(madeAt)) return 'does not say when it was made';
  if (madeAt < oldest) return 'says that it was made before 2010';
  return madeAt > at + dayMs ? 'says that it was made after it was seen' : null;
}
