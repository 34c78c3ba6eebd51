import { type Levels, levelsOf, type Metric, metrics, type Steps } from '../observations/metrics.ts';
import { isStorableId, needsAlias, postKey } from '../observations/post-key.ts';
import type { Sighting } from '../observations/runs.ts';
import type { Platform } from '../schema.ts';
import type { Aliases } from './post-aliases.ts';
import type { PostObservation } from './snapshot.ts';

/** A post as it can be kept. */
export interface ReadPost {
  readonly post: PostObservation;
  /** ms since the epoch. */
  readonly madeAt: number;
  readonly sighting: Sighting;
}

/** What could not be read, and why: never a word of the post itself but the key that its platform gave. */
export interface Unreadable {
  readonly key: string;
  readonly reason: string;
}

const dayMs = 86_400_000;
/** No post of either platform is older. */
const oldest = Date.UTC(2010, 0, 1);

interface ReadPosts {
  readonly read: ReadPost[];
  readonly unreadable: Unreadable[];
  /** Further ids that were told of them. */
  readonly aliases: Aliases;
}

/** Reads what a source told of posts: each alone, so that one odd post stops none. The last of a key counts. */
export function readPosts(
  platform: Platform,
  posts: readonly PostObservation[],
  { at, origin, aliases }: { at: number; origin: number; aliases: Aliases },
): ReadPosts {
  const read = new Map<string, ReadPost>();
  const unreadable: Unreadable[] = [];
  const told = new Map<string, string>();
  posts.forEach((given, index) => {
    const { key, others } = postKey(platform, given, aliases);
    const reason = whyNot(given, key, at);
    if (reason !== null || key === null) {
      unreadable.push({ key: keyShown(given, index), reason: reason ?? 'has no key' });
      return;
    }
    for (const other of others) told.set(other, key);
    const post = key === given.external_id ? given : { ...given, external_id: key };
    const levels = levelsOf(platform, post);
    const sighting = { at, origin, levels, steps: stepsOf(levels, post.rounded) };
    read.set(key, { post, madeAt: Date.parse(post.create_time), sighting });
  });
  return { read: [...read.values()], unreadable, aliases: told };
}

/** The steps of known levels alone. */
function stepsOf(levels: Levels, given: Steps = {}): Steps {
  const steps: { [Each in Metric]?: number } = {};
  for (const metric of metrics) {
    const step = given[metric];
    if (step !== undefined && step > 0 && levels[metric] !== null) steps[metric] = step;
  }
  return steps;
}

const noAliases: Aliases = new Map();

/** How many of some posts cannot be read, whatever is known of their ids. */
export function countUnreadable(platform: Platform, posts: readonly PostObservation[], at: number): number {
  const key = (post: PostObservation) =>
    needsAlias(platform, post) && post.external_id !== '' ? post.external_id : postKey(platform, post, noAliases).key;
  return posts.filter((post) => whyNot(post, key(post), at) !== null).length;
}

function whyNot({ external_id, create_time }: PostObservation, key: string | null, at: number): string | null {
  if (key === null && external_id !== '') return 'has an id of the Graph API alone: its link or shortcode is missing';
  if (typeof key !== 'string' || !isStorableId(key)) return 'has no key';
  const madeAt = typeof create_time === 'string' ? Date.parse(create_time) : Number.NaN;
  if (Number.isNaN(madeAt)) return 'does not say when it was made';
  if (madeAt < oldest) return 'says that it was made before 2010';
  return madeAt > at + dayMs ? 'says that it was made after it was seen' : null;
}

function keyShown({ external_id }: PostObservation, index: number): string {
  return typeof external_id === 'string' && /^\d{1,20}$/.test(external_id) ? external_id : `post ${index + 1}`;
}
