/** Instagram writes a post's numeric id in base 64 with this alphabet, most significant digit first. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The shortcode of an Instagram post, from its numeric id. */
export function shortcodeOf(mediaId: bigint): string {
  let code = '';
  for (let rest = mediaId; rest > 0n; rest >>= 6n) code = alphabet.charAt(Number(rest & 63n)) + code;
  return code;
}

/** The numeric id of an Instagram post, from a shortcode of `[A-Za-z0-9_-]`. */
export function mediaIdOf(shortcode: string): bigint {
  let id = 0n;
  for (const digit of shortcode) id = (id << 6n) | BigInt(alphabet.indexOf(digit));
  return id;
}

/** The numeric id that a text is the shortcode of; null where it is none. */
export function idInShortcode(text: string): string | null {
  const id = /^[A-Za-z0-9_-]{5,11}$/.test(text) ? mediaIdOf(text) : 0n;
  return isPostId(id) ? String(id) : null;
}

/** Both platforms' ids of posts are positive 63-bit numbers. */
export function isPostId(id: bigint): boolean {
  return id > 0n && id < 1n << 63n;
}

/**
 * Whether a text is an id as Instagram's Graph API and Meta's exports give it: 17 digits that begin with 17 or 18. It is not
 * the number in the post's shortcode, which has had 19 digits for years, so nobody can make the post's link of it.
 */
export function isGraphPostId(text: string): boolean {
  return /^1[78]\d{15}$/.test(text);
}
