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
