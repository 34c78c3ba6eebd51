import { visibleText } from '../../contract/visible-text.ts';

/**
 * At most `most` characters of a text, by code points: half a surrogate pair is no character. Where that cuts an emoji,
 * nothing is left over that nobody sees.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const first = Array.from(text.slice(0, most * 2)).slice(0, most);
  return visibleText(first.join(''));
}
