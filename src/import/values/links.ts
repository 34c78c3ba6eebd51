import type { Platform } from '../../store/schema.ts';

/** What a link or an `@name` leads to. */
export interface Linked {
  readonly platform: Platform | null;
  readonly username: string | null;
  /** Instagram's short code of a post. */
  readonly shortcode: string | null;
  /** TikTok's id of a post. */
  readonly postId: string | null;
  /** Another host that people confuse with ours. */
  readonly foreign: string | null;
}

const nothing: Linked = { platform: null, username: null, shortcode: null, postId: null, foreign: null };
const link =
  /^(?:https?:\/\/)?(?:[\w-]+\.)*?(instagram|tiktok|facebook|youtube|twitter|x|threads)\.(?:com|net)(?:\/([^?#]*))?/i;
/** First segments of Instagram's links that are no user names. */
const places = new Set(['p', 'reel', 'reels', 'tv', 'stories', 'explore', 'share', 'accounts']);

/** Reads a link; null for what is none. */
export function readLink(text: string): Linked | null {
  const found = link.exec(text);
  if (found === null) return null;
  const host = found[1]?.toLowerCase();
  const path = (found[2] ?? '').split('/').filter((part) => part !== '');
  if (host === 'instagram') return ofInstagram(path);
  if (host === 'tiktok') return ofTikTok(path);
  return { ...nothing, foreign: host ?? null };
}

function ofInstagram(path: readonly string[]): Linked {
  const at = path.findIndex((part) => ['p', 'reel', 'reels', 'tv'].includes(part));
  const code = at === -1 ? undefined : path[at + 1];
  const shortcode = code !== undefined && /^[\w-]{5,30}$/.test(code) ? code : null;
  const first = path[0];
  const username = first === undefined || places.has(first) ? null : usernameOf(first);
  return { ...nothing, platform: 'instagram', username, shortcode };
}

function ofTikTok(path: readonly string[]): Linked {
  const name = path.find((part) => part.startsWith('@'));
  const at = path.findIndex((part) => part === 'video' || part === 'photo');
  const id = at === -1 ? undefined : path[at + 1];
  const postId = id !== undefined && /^\d{6,20}$/.test(id) ? id : null;
  return { ...nothing, platform: 'tiktok', username: name === undefined ? null : usernameOf(name), postId };
}

/** A user name as it is kept: lower case, without `@`; null for what is none. */
export function usernameOf(text: string): string | null {
  const name = text.trim().replace(/^@/, '').toLowerCase();
  return /^[a-z0-9._]{1,30}$/.test(name) && /[a-z0-9]/.test(name) ? name : null;
}
