import {
  chance,
  ending,
  kindOf,
  longestInTable,
  longRunCost,
  noWord,
  runCosts,
  sortCount,
  sortOf,
  wordAfter,
} from './token-costs.ts';

/**
 * An estimate of how many cl100k tokens a JSON text has, on the safe side: for what this API answers at least as many
 * as there are and at most about a quarter more (measured in test/mcp/token-estimate.test.ts).
 *
 * Counting exactly takes the encoder's table (42 MB, 0.3 s to load), and its merging is quadratic in the length of a
 * word: one caption of 200,000 equal letters would hold the process for 12 s. This follows the encoder's way of
 * splitting in one pass: words with the sign before them, digits in threes, runs of signs, and other scripts by block.
 * An answer has thousands of such runs: what one costs is looked up, since a call of a function for each was nine tenths
 * of all that a tool call does.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let kind = ending;
  let length = 0;
  let word = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const sort = at === text.length ? ending : (sortOf[text.charCodeAt(at)] ?? ending);
    const next = kindOf[sort] ?? ending;
    if (next !== kind) {
      const run = word === noWord ? chance : kind;
      tokens +=
        length <= longestInTable ? (runCosts[run * (longestInTable + 1) + length] ?? 0) : longRunCost(run, length);
      kind = next;
      length = 0;
      word = 0;
    }
    length += 1;
    word = wordAfter[word * sortCount + sort] ?? noWord;
  }
  return Math.ceil(tokens * safety);
}

/** Whether a text is within the bound, without counting where its length alone shows it. */
export function fitsTokens(text: string, bound: number): boolean {
  // No token of ours is longer than 16 letters.
  return text.length <= bound * 16 && tokensAtMost(text, bound) <= bound;
}

/** At least as many tokens as a text has, and no more than `enough` where its length alone shows that. */
export function tokensAtMost(text: string, enough: number): number {
  // A token is at least one byte, and a UTF-16 unit is at most three.
  return text.length * 3 <= enough ? text.length * 3 : estimateTokens(text);
}

/** Without this, random text of short runs (base64, UUIDs) is estimated up to 5 % too low. */
const safety = 1.06;
