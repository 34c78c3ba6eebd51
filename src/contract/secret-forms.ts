/**
 * Finds a secret in a text in the forms that people and programs write one in: as it is, in either case, percent-encoded
 * any number of times, with anything between its characters, in base64, in hex, and in pieces. Compared are letters and
 * digits alone, as that is what these forms have in common.
 */

/** A text's letters and digits in lower case, and where in the text each of them stood. */
interface Squeezed {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A way to write a secret, with how many characters in a row of it are a piece that tells too much. */
export interface Form {
  readonly whole: readonly string[];
  readonly piece: number;
  /** All of them at once, for one search. */
  readonly text: string;
}

/** Sixteen characters of a key narrow a search down; eight are the shortest key that an upstream's may be. */
const pieceLength = 8;
/** Shorter, a "key" is a word by chance. */
const shortest = 4;
/** As much of the secret, in characters of the encoding: a third more in base64, twice as much in hex. */
const base64Piece = 12;
const hexPiece = 16;

const escaped = /%(?:25)*([0-9a-f]{2})|\\u00([0-9a-f]{2})/iy;

function squeezed(text: string): Squeezed {
  let kept = '';
  const from: number[] = [];
  const to: number[] = [];
  for (let at = 0; at < text.length; ) {
    const [code, length] = characterAt(text, at);
    const letter = lowerCase(code);
    if (letter !== null) {
      kept += letter;
      from.push(at);
      to.push(at + length);
    }
    at += length;
  }
  return { text: kept, from, to };
}

/** The code of a character, escaped or not, and how long it is in the text. */
function characterAt(text: string, at: number): readonly [code: number, length: number] {
  const code = text.charCodeAt(at);
  if (code !== 37 && code !== 92) return [code, 1];
  escaped.lastIndex = at;
  const match = escaped.exec(text);
  return match === null ? [code, 1] : [Number.parseInt(match[1] ?? match[2] ?? '', 16), match[0].length];
}

function lowerCase(code: number): string | null {
  if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) return String.fromCharCode(code);
  return code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : null;
}

/** The forms of a secret. To be made once for all texts of a request. */
export function formsOf(secret: string): readonly Form[] {
  const { text } = squeezed(secret);
  if (text.length < shortest) return [];
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((shift) => base64Within(bytes, shift));
  return [
    form([text], Math.min(pieceLength, text.length)),
    form(base64, base64Piece),
    form([bytes.toString('hex')], hexPiece),
  ].filter(({ whole, piece }) => whole.every(({ length }) => length >= piece));
}

function form(whole: readonly string[], piece: number): Form {
  // Nothing in a squeezed text matches the line break between them.
  return { whole, piece, text: whole.join('\n') };
}

/** Base64 of bytes that begin `shift` bytes into a group of three: the characters that depend on them alone. */
function base64Within(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const complete = (shift + bytes.length) % 3 === 0 ? whole : whole.replace(/.=+$/, '');
  return squeezed(complete.slice(Math.ceil((shift * 8) / 6))).text;
}

/** Whether a text holds a whole secret in one of its forms. */
export function holdsForm(text: string, forms: readonly Form[]): boolean {
  // Ids and names are shorter than most keys: nothing is made of them.
  const all = forms.flatMap(({ whole }) => whole).filter(({ length }) => length <= text.length);
  if (all.length === 0) return false;
  const letters = squeezed(text).text;
  return all.some((whole) => letters.includes(whole));
}

/** The text with `[key]` in place of each run that is a piece of a secret. */
export function cutForms(text: string, forms: readonly Form[]): string {
  const { text: letters, from, to } = squeezed(text);
  let shown = '';
  let at = 0;
  let cutTo = -1;
  for (let start = 0; start < letters.length; start += 1) {
    const piece = pieceAt(letters, start, forms);
    if (piece === 0) continue;
    const begins = from[start] ?? 0;
    // Pieces that overlap or touch are one run.
    if (begins > cutTo) shown += `${text.slice(at, begins)}[key]`;
    at = to[start + piece - 1] ?? text.length;
    cutTo = at;
  }
  return at === 0 ? text : shown + text.slice(at);
}

function pieceAt(letters: string, start: number, forms: readonly Form[]): number {
  for (const { text, piece } of forms) {
    if (start + piece <= letters.length && text.includes(letters.slice(start, start + piece))) return piece;
  }
  return 0;
}
