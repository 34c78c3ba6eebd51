import { levelsOf, stepsOf } from '../observations/metrics.ts';
import { both, type Sighting } from '../observations/runs.ts';
import type { Platform } from '../schema.ts';
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

/** The forms of ISO 8601 that say the same on every machine. */
const instant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

/** Reads what a source told of posts: each alone, so that one odd post stops none. What it told of one twice counts together. */
export function readPosts(
  platform: Platform,
  posts: readonly PostObservation[],
  { at, origin }: { at: number; origin: number },
): { read: ReadPost[]; unreadable: Unreadable[] } {
  const read = new Map<string, ReadPost>();
  const unreadable: Unreadable[] = [];
  posts.forEach((post, index) => {
    const reason = whyNot(post, at);
    if (reason !== null) {
      unreadable.push({ key: keyShown(post, index), reason });
      return;
    }
    const levels = levelsOf(platform, post);
    const sighting = { at, origin, levels, steps: stepsOf(platform, levels, post.rounded ?? {}) };
    const before = read.get(post.external_id);
    const madeAt = Date.parse(post.create_time);
    read.set(
      post.external_id,
      before === undefined ? { post, madeAt, sighting } : { ...before, sighting: both(before.sighting, sighting) },
    );
  });
  return { read: [...read.values()], unreadable };
}

/** How many of some posts cannot be read. */
export function countUnreadable(posts: readonly PostObservation[], at: number): number {
  return posts.filter((post) => whyNot(post, at) !== null).length;
}

function whyNot(post: PostObservation, at: number): string | null {
  if (typeof post !== 'object' || post === null) return 'is no post';
  const { external_id, create_time } = post;
  if (typeof external_id !== 'string' || !/^[\w.:-]{1,64}$/.test(external_id)) return 'has no key';
  const madeAt = typeof create_time === 'string' && instant.test(create_time) ? Date.parse(create_time) : Number.NaN;
  if (Number.isNaN(madeAt)) return 'does not say when it was made';
  if (madeAt < oldest) return 'says that it was made before 2010';
  return madeAt > at + dayMs ? 'says that it was made after it was seen' : null;
}

function keyShown(post: PostObservation, index: number): string {
  const external_id: unknown = post?.external_id;
  return typeof external_id === 'string' && /^\d{1,20}$/.test(external_id) ? external_id : `post ${index + 1}`;
}
