/**
 * An estimate of how many cl100k tokens a JSON text has, on the safe side: for what this API answers at least as many
 * as there are and at most about a quarter more (measured in test/mcp/token-estimate.test.ts).
 *
 * Counting exactly takes the encoder's table (42 MB, 0.3 s to load), and its merging is quadratic in the length of a
 * word: one caption of 200,000 equal letters would hold the process for 12 s. This follows the encoder's way of
 * splitting in one pass: words with the sign before them, digits in threes, runs of signs, and other scripts by block.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let at = 0;
  while (at < text.length) {
    const kind = kindOf(text.charCodeAt(at));
    let end = at + 1;
    while (end < text.length && kindOf(text.charCodeAt(end)) === kind) end += 1;
    tokens += cost[kind](text, at, end);
    at = end;
  }
  return Math.ceil(tokens * safety);
}

/** Whether a text is within the bound, without counting where its length alone shows it. */
export function fitsTokens(text: string, bound: number): boolean {
  // A token is at least one byte, and a UTF-16 unit is at most three; no token of ours is longer than 16 letters.
  return text.length * 3 <= bound || (text.length <= bound * 16 && estimateTokens(text) <= bound);
}

/** Without this, random text of short runs (base64, UUIDs) is estimated up to 5 % too low. */
const safety = 1.06;

type Kind = 'letters' | 'digits' | 'space' | 'signs' | 'other';

function kindOf(code: number): Kind {
  if (code >= 0x80) return 'other';
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return 'letters';
  if (code >= 0x30 && code <= 0x39) return 'digits';
  return code <= 0x20 ? 'space' : 'signs';
}

const cost: Readonly<Record<Kind, (text: string, start: number, end: number) => number>> = {
  letters: (text, start, end) => {
    const length = end - start;
    if (length <= 2) return 1;
    return isWordLike(text, start, end) ? Math.ceil(length / 7) + 0.1 : length / 1.55;
  },
  digits: (_text, start, end) => Math.ceil((end - start) / 3),
  space: (_text, start, end) => (end - start === 1 ? 0.2 : 1 + (end - start) / 4),
  signs: (_text, start, end) => {
    const length = end - start;
    if (length === 1) return 0.8;
    return length <= 3 ? 1.05 : length / 2;
  },
  other: (text, start, end) => {
    let tokens = 0;
    for (let at = start; at < end; at += 1) tokens += tokensOfUnit(text.charCodeAt(at));
    return tokens;
  },
};

/** Lower case after at most one capital, with vowels where words have them: not hexadecimal, base64 or chance. */
function isWordLike(text: string, start: number, end: number): boolean {
  let consonants = 0;
  let vowels = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x61 && at > start) return false;
    const isVowel = 'aeiouyAEIOUY'.includes(text.charAt(at));
    consonants = isVowel ? 0 : consonants + 1;
    vowels = isVowel ? vowels + 1 : 0;
    if (consonants > 4 || vowels > 3) return false;
  }
  return true;
}

/** Tokens per UTF-16 unit beyond ASCII: what common text of the block needs, and half as much again. */
function tokensOfUnit(code: number): number {
  if (code < 0x800) return 1;
  if (code >= 0x2000 && code < 0x2100) return 1.5;
  if (code >= 0x3000 && code < 0xd7b0) return 1.6;
  if (code >= 0xd800 && code < 0xe000) return 2;
  return code >= 0xe00 && code < 0xe80 ? 1.6 : 3;
}
