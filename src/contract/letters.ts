/*
 * Letters and digits of a text in lower case, which is what all ways to write a secret have in common: wrapped, spaced
 * out, percent-encoded any number of times, escaped as JSON, in either case, with marks in between that nobody sees.
 * One walk, whatever the text holds: an upstream's has megabytes.
 */

/** Whether `\n` and its like are a line's end, which may stand within a secret, or a backslash before its first letter. */
export type Reading = 'ends of lines' | 'letters';

/** Where in a text each of its letters begins and ends. */
interface Places {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

export function lettersOf(text: string, reading: Reading): string {
  return walk(text, reading, null);
}

export function placedLetters(text: string, reading: Reading): Places & { readonly text: string } {
  const places = { from: new Uint32Array(text.length), to: new Uint32Array(text.length) };
  return { text: walk(text, reading, places), ...places };
}

const percent = 37;
const backslash = 92;

function walk(text: string, reading: Reading, places: Places | null): string {
  const kept = Buffer.allocUnsafe(text.length);
  const escapes = reading === 'letters' ? escaped : escapedOrEnd;
  let count = 0;
  for (let index = 0; index < text.length; ) {
    const code = text.charCodeAt(index);
    const end =
      code === percent ? percentEnd(text, index) : code === backslash ? escapeEnd(text, index, escapes) : index + 1;
    const letter = lowerCase(end === index + 1 ? code : escapedCode(text, index, end));
    if (letter !== 0) {
      kept[count] = letter;
      if (places !== null) {
        places.from[count] = index;
        places.to[count] = end;
      }
      count += 1;
    }
    index = end;
  }
  return kept.toString('latin1', 0, count);
}

/** The end of `%41`, or of `%2541` and so on; of the `%` alone where it encodes nothing. */
function percentEnd(text: string, index: number): number {
  let end = index + 1;
  while (text.startsWith('25', end) && isByte(text, end + 2)) end += 2;
  return isByte(text, end) ? end + 2 : index + 1;
}

/** `\u0041` and `\x41`, escaped up to three times more. */
const escaped = /\\{1,8}u[0-9a-f]{4}|\\{1,8}x[0-9a-f]{2}/iy;
const escapedOrEnd = /\\{1,8}u[0-9a-f]{4}|\\{1,8}x[0-9a-f]{2}|\\[bfnrt]/iy;

function escapeEnd(text: string, index: number, escapes: RegExp): number {
  escapes.lastIndex = index;
  return index + (escapes.exec(text)?.[0].length ?? 1);
}

/** What an escape stands for, by its last two digits: one with other digits before them is no letter of a key. */
function escapedCode(text: string, index: number, end: number): number {
  const [high, low] = [hexAt(text, end - 2), hexAt(text, end - 1)];
  const isLong = text.charCodeAt(index) === backslash && text.charAt(end - 5).toLowerCase() === 'u';
  return high < 0 || low < 0 || (isLong && !text.startsWith('00', end - 4)) ? 0 : 16 * high + low;
}

function isByte(text: string, index: number): boolean {
  return hexAt(text, index) >= 0 && hexAt(text, index + 1) >= 0;
}

function hexAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code >= 48 && code <= 57) return code - 48;
  // Either case.
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** 0 where it is neither a letter nor a digit. */
function lowerCase(code: number): number {
  if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) return code;
  return code >= 65 && code <= 90 ? code + 32 : 0;
}
