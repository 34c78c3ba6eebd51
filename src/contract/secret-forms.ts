import { lettersOf, placedLetters } from './letters.ts';

/**
 * Finds a secret in a text in the forms that people and programs write one in: as it is, in either case, percent-encoded
 * any number of times, with anything between its characters, in base64, in hex, and in pieces. Compared are letters and
 * digits alone, as that is what these forms have in common.
 */

/** The ways to write a secret, each with how many characters in a row of it are a piece that tells too much. */
export interface Forms {
  readonly ways: readonly Way[];
  /** All of them at once, for one search. */
  readonly text: string;
  /** A run of a piece's length holds one block of this length that begins at a multiple of it. */
  readonly block: number;
}

interface Way {
  readonly whole: readonly string[];
  readonly piece: number;
  readonly text: string;
}

/** Sixteen characters of a key narrow a search down; eight are the shortest key that an upstream's may be. */
const pieceLength = 8;
/** Shorter, a "key" is a word by chance. */
const shortest = 4;
/** As much of the secret, in characters of the encoding: a third more in base64, twice as much in hex. */
const base64Piece = 12;
const hexPiece = 16;

/** The forms of a secret, to be made once for all texts of a request; null where it has too few letters and digits. */
export function formsOf(secret: string): Forms | null {
  const text = lettersOf(secret, 'letters');
  if (text.length < shortest) return null;
  const padded = Buffer.from(`\0\0${secret}`);
  const hex = padded.toString('hex', 2);
  const ways = [
    way([text], Math.min(pieceLength, text.length)),
    way([base64Of(padded, 2), base64Of(padded, 1), base64Of(padded, 0)], base64Piece),
    way([hex], hexPiece),
  ].filter(({ whole, piece }) => whole.every(({ length }) => length >= piece));
  const block = Math.floor((Math.min(pieceLength, text.length) + 1) / 2);
  return { ways, text: ways.map((each) => each.text).join('\n'), block };
}

function way(whole: readonly string[], piece: number): Way {
  // Nothing among letters and digits matches the line break between them.
  return { whole, piece, text: whole.join('\n') };
}

/**
 * Base64 of a secret that begins within a group of three bytes, as inside a longer text: the characters that depend on
 * it alone. Before it stand two bytes, of which those from `at` on are taken in.
 */
function base64Of(padded: Buffer, at: number): string {
  const encoded = padded.toString('base64', at);
  const complete = encoded.endsWith('=') ? encoded.replace(/.=+$/, '') : encoded;
  return lettersOf(complete.slice(Math.ceil(((2 - at) * 8) / 6)), 'letters');
}

/** Whether a text holds a whole secret in one of its forms. */
export function holdsForm(text: string, { ways }: Forms): boolean {
  // Ids and names are shorter than most keys: nothing is made of them.
  const all = ways.flatMap(({ whole }) => whole).filter(({ length }) => length <= text.length);
  if (all.length === 0) return false;
  const letters = lettersOf(text, 'letters');
  return all.some((whole) => letters.includes(whole));
}

/** The text with `[key]` in place of each run that is a piece of a secret. */
export function cutForms(text: string, forms: Forms): string {
  return mayHoldPiece(lettersOf(text, 'letters'), forms) ? cut(text, forms) : text;
}

/** Nearly no text holds one, and few searches tell so. */
function mayHoldPiece(letters: string, { text, block }: Forms): boolean {
  for (let at = 0; at + block <= letters.length; at += block) {
    if (text.includes(letters.slice(at, at + block))) return true;
  }
  return false;
}

function cut(text: string, { ways }: Forms): string {
  const { text: letters, from, to } = placedLetters(text, 'letters');
  let shown = '';
  let at = 0;
  for (let start = 0; start < letters.length; start += 1) {
    const piece = pieceAt(letters, start, ways);
    if (piece === 0) continue;
    const begins = from[start] ?? 0;
    // Pieces that overlap or touch are one run.
    if (at === 0 || begins > at) shown += `${text.slice(at, begins)}[key]`;
    at = to[start + piece - 1] ?? text.length;
  }
  return at === 0 ? text : shown + text.slice(at);
}

function pieceAt(letters: string, start: number, ways: readonly Way[]): number {
  for (const { text, piece } of ways) {
    if (start + piece <= letters.length && text.includes(letters.slice(start, start + piece))) return piece;
  }
  return 0;
}
