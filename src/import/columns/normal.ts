/**
 * A header as it is compared: lower case, one form of each letter, without spaces around, quotes, `_`, `-` and `.`. So
 * `authorMeta.fans` of flattened JSON and `Author Meta Fans` are one name, and nothing is matched by a part of it.
 */
export function sameHeader(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^\ufeff/, '')
    .toLowerCase()
    .replace(/["'’`*:]/g, '')
    .replace(/[\s_.\-\u00a0]+/g, ' ')
    .trim()
    .replaceAll(' ', '');
}
