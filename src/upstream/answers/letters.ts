/**
 * Letters and digits of a text in lower case, which is what all ways to write a key have in common: wrapped, spaced out,
 * percent-encoded any number of times, escaped as JSON, in either case, with marks in between that nobody sees.
 */
export interface Letters {
  readonly text: string;
  /** Where in the text each of them begins and ends. Null where nobody asked. */
  readonly at: { readonly from: Uint32Array; readonly to: Uint32Array } | null;
}

const percent = 37;
const backslash = 92;

/** One walk, whatever the text holds: it comes from an upstream, megabytes of it. */
export function lettersOf(text: string, { withPlaces = false } = {}): Letters {
  const kept = Buffer.allocUnsafe(text.length);
  const at = withPlaces ? { from: new Uint32Array(text.length), to: new Uint32Array(text.length) } : null;
  let count = 0;
  for (let index = 0; index < text.length; ) {
    const code = text.charCodeAt(index);
    const end = code === percent ? percentEnd(text, index) : code === backslash ? escapeEnd(text, index) : index + 1;
    const letter = lowerCase(end === index + 1 ? code : escapedCode(text, index, end));
    if (letter !== 0) {
      kept[count] = letter;
      if (at !== null) {
        at.from[count] = index;
        at.to[count] = end;
      }
      count += 1;
    }
    index = end;
  }
  return { text: kept.toString('latin1', 0, count), at };
}

/** The end of `%41`, or of `%2541` and so on; of the `%` alone where it encodes nothing. */
function percentEnd(text: string, index: number): number {
  let end = index + 1;
  while (text.charCodeAt(end) === 50 && text.charCodeAt(end + 1) === 53 && hexAt(text, end + 3) >= 0) end += 2;
  return hexAt(text, end) >= 0 && hexAt(text, end + 1) >= 0 ? end + 2 : index + 1;
}

/** `\u0041` and `\x41`, escaped up to three times more; and what stands for a line's end and its like. */
const escaped = /\\{1,8}u[0-9a-f]{4}|\\{1,8}x[0-9a-f]{2}|\\[bfnrt]/iy;

function escapeEnd(text: string, index: number): number {
  escaped.lastIndex = index;
  return index + (escaped.exec(text)?.[0].length ?? 1);
}

/** What an escape stands for, by its last two digits: one with other digits before them is no letter of a key. */
function escapedCode(text: string, index: number, end: number): number {
  const [high, low] = [hexAt(text, end - 2), hexAt(text, end - 1)];
  const isLong = text.charCodeAt(index) === backslash && text.charAt(end - 5).toLowerCase() === 'u';
  return high < 0 || low < 0 || (isLong && !text.startsWith('00', end - 4)) ? 0 : 16 * high + low;
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
