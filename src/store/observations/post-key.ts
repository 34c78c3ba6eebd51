import type { Platform } from '../schema.ts';
import { idInShortcode, isGraphPostId } from './shortcode.ts';

/** How a source identifies a post. */
export interface ToldIds {
  readonly external_id: string;
  readonly shortcode: string | null;
  readonly other_id?: string | null;
}

/** A post's key, and the further ids that lead to it; null where what was told does not say which post it is. */
export interface PostKey {
  readonly key: string | null;
  readonly others: readonly string[];
}

/**
 * The key of a post: on Instagram the number in its shortcode, since ids of the Graph API are of another kind and several
 * sources have to agree. Such an id alone is a key only where `aliases` has seen it beside a shortcode.
 */
export function postKey(platform: Platform, told: ToldIds, aliases: ReadonlyMap<string, string>): PostKey {
  const { external_id, other_id } = told;
  const key = isForeignId(platform, external_id) ? (keyInCode(told) ?? aliases.get(external_id) ?? null) : external_id;
  if (key === null || (key === external_id && (other_id ?? null) === null)) return { key, others: [] };
  const others = new Set([external_id, other_id ?? '']);
  return { key, others: [...others].filter((id) => id !== key && isStorableId(id)) };
}

/** Whether something that a source told as a post is one at all. */
export function isTold(post: unknown): boolean {
  return typeof post === 'object' && post !== null;
}

/** Whether a post can be told apart only by what was seen of it before. */
export function needsAlias(platform: Platform, told: ToldIds): boolean {
  return isForeignId(platform, told.external_id) && keyInCode(told) === null;
}

/** An id that others give for posts; `''` where a source has none. */
function isForeignId(platform: Platform, id: unknown): boolean {
  return platform === 'instagram' && (id === '' || (typeof id === 'string' && isGraphPostId(id)));
}

function keyInCode({ shortcode }: ToldIds): string | null {
  return typeof shortcode === 'string' ? idInShortcode(shortcode) : null;
}

/** Ids are short texts of few characters, whatever the platform. */
export function isStorableId(id: string): boolean {
  return /^[\w.:-]{1,64}$/.test(id);
}
