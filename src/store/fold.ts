import type Database from 'better-sqlite3';

/**
 * The form in which texts are compared: Unicode's compatibility normalization with full case folding, without what nobody
 * sees. So composed and decomposed é meet, as do İ and i, ß and ss, ς and σ, full-width and plain letters, and a text that is
 * asked for as it was shown meets the one that is stored. PostgreSQL's `search_fold` (migration 0014) makes the same.
 */
export function folded(text: string): string {
  // Most texts are ASCII, and are called with each row of a walk.
  if (isAscii(text)) return text.toLowerCase();
  // By way of upper case, which makes ß into SS and ς into Σ; and of lower case before, which makes ẞ into ß.
  const cased = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
  return cased.replaceAll('i\u0307', 'i').replaceAll('ς', 'σ').replaceAll(unseen, '');
}

/**
 * What is in a text without being seen: joiners, directions of writing, fillers, selectors of variants. Written out, since
 * an index keeps what it was made with.
 */
const unseenInSearch =
  '\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff';

const unseen = new RegExp(`[${unseenInSearch}]`, 'gu');

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** SQLite's own `lower()` knows ASCII only. The triggers that fill its text indexes call `fold()` too. */
export function defineFold(database: Database.Database): void {
  database.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? folded(text) : null));
}
