import { visibleText } from '../../contract/visible-text.ts';

/**
 * The first `most` characters of a text, counted in code points so that no surrogate pair is split. If that cuts an
 * emoji, no invisible part of it is left over.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const first = Array.from(text.slice(0, most * 2)).slice(0, most);
  return visibleText(first.join(''));
}
