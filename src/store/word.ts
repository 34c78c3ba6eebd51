import type Database from 'better-sqlite3';

const letters = '\\p{L}\\p{M}\\p{N}_';
const letter = new RegExp(`^[${letters}]`, 'u');
const lastLetter = new RegExp(`[${letters}]$`, 'u');

export function beginsWithLetter(text: string): boolean {
  return letter.test(text);
}

export function endsWithLetter(text: string): boolean {
  return lastLetter.test(text);
}

/**
 * Whether a text holds a word that no letter, number or `_` touches. An end of the word that is none of these itself, as the
 * `#` of a hashtag, touches whatever it likes. Both are folded.
 */
function matchesWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isBegun = !beginsWithLetter(word) || !endsWithLetter(text.slice(Math.max(0, at - 2), at));
    const isEnded = !endsWithLetter(word) || !beginsWithLetter(text.slice(at + word.length, at + word.length + 2));
    if (isBegun && isEnded) return true;
  }
  return false;
}

let ranges: string | null = null;

/** All letters, numbers, marks and `_` as ranges of a regular expression of PostgreSQL, whose own classes go by locale. */
export function letterRanges(): string {
  ranges ??= [...runsOfLetters()].map(([from, to]) => `${escaped(from)}-${escaped(to)}`).join('');
  return ranges;
}

const lastCodePoint = 0x10_ff_ff;

function* runsOfLetters(): Generator<readonly [number, number]> {
  let from: number | null = null;
  for (let point = 1; point <= lastCodePoint + 1; point += 1) {
    const isOne = point <= lastCodePoint && letter.test(String.fromCodePoint(point));
    if (isOne && from === null) from = point;
    if (isOne || from === null) continue;
    yield [from, point - 1];
    from = null;
  }
}

function escaped(point: number): string {
  return `\\U${point.toString(16).padStart(8, '0')}`;
}

/** SQLite has no regular expressions. */
export function defineWord(database: Database.Database): void {
  database.function('matches_word', { deterministic: true }, (text, word) =>
    typeof text === 'string' && typeof word === 'string' && matchesWord(text, word) ? 1 : 0,
  );
}
