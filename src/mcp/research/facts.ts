import { cutText } from '../call/cut-text.ts';
import { estimateTokens } from '../call/token-estimate.ts';

/** Under the 8,000 tokens of a result's text form (contract §4, Limits), with room for the rest of the document. */
const mostTokens = 7_000;
const longestLine = 3_000;

/** Addresses of media: long, signed, and of no use to a reader of the text. */
const isMedia = /^(profile_pic|cover_image|video)_url$/;

/**
 * What is known of a thing as lines `name: value`, nested names joined by a dot. Null and empty values are left out. A
 * text stays on its line, so that a creator's text cannot look like more lines of ours.
 */
export function factLines(facts: unknown, within = ''): readonly string[] {
  if (typeof facts !== 'object' || facts === null) return [];
  return Object.entries(facts).flatMap(([key, value]: [string, unknown]) => {
    if (value === null || value === '' || isMedia.test(key)) return [];
    if (typeof value === 'object') return factLines(value, `${within}${key}.`);
    return [`${within}${key}: ${String(value)}`.replace(/\s*[\r\n]\s*/g, ' ')];
  });
}

/** The lines as one text; those that would make it too long for a model are left out, which it says at its end. */
export function fittingText(lines: readonly string[]): string {
  const kept: string[] = [];
  let tokens = 0;
  for (const line of lines) {
    const shown = cutText(line, longestLine);
    tokens += estimateTokens(shown) + 1;
    if (tokens > mostTokens) return [...kept, '… (shortened)'].join('\n');
    kept.push(shown);
  }
  return kept.join('\n');
}
