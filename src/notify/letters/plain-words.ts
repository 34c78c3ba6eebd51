const longest = 80;

/**
 * A name that somebody chose, as it may stand in a letter to somebody else: one line, bounded, without characters that
 * order or hide others, and such that no mail program makes a link of it.
 */
export function plainWords(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[<>]/g, ' ')
    .replace(/:(?=\/)|[.@](?=\S)/g, '$& ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...line];
  return letters.length <= longest ? line : `${letters.slice(0, longest - 1).join('')}…`;
}
