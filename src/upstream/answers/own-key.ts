import { lettersOf } from './letters.ts';

/** Of a key with fewer letters and digits than this a loose search would find pieces of other words. */
const leastLetters = 16;

/** Knows the key that an upstream was sent, in the forms that it may be written in. */
export interface OwnKey {
  /** Whether a text of JSON may hold it: quick, as nearly none does. */
  mayBeIn(text: string): boolean;
  /** A value of JSON with `[key]` in the key's place, in names too. */
  cutFrom(value: unknown): unknown;
}

/**
 * A success is passed on as it came, so an upstream that repeats its key in one would have us hand it to whoever asked.
 * Found are the key in either case, with anything between its characters, percent-encoded, escaped, in base64 and in hex.
 */
export function ownKey(key: string): OwnKey {
  const forms = formsOf(key);
  // As short as that it is looked for as it is.
  const cut =
    forms.length === 0 ? (text: string) => text.replaceAll(key, '[key]') : (text: string) => cutForms(text, forms);
  const cutFrom = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length < key.length ? value : cut(value);
    if (Array.isArray(value)) return value.map(cutFrom);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [cut(name), cutFrom(part)]));
  };
  return {
    mayBeIn(text) {
      if (forms.length === 0) return text.includes('\\') || text.includes(key);
      const letters = lettersOf(text).text;
      return forms.some((form) => letters.includes(form));
    },
    cutFrom,
  };
}

/** In letters and digits alone; none of a short key. */
function formsOf(key: string): readonly string[] {
  const letters = lettersOf(key).text;
  if (letters.length < leastLetters) return [];
  const bytes = Buffer.from(key);
  return [letters, bytes.toString('hex'), ...[0, 1, 2].map((shift) => base64Within(bytes, shift))];
}

/** Base64 of bytes that begin `shift` bytes into a group of three: the characters that depend on them alone. */
function base64Within(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const isWhole = (shift + bytes.length) % 3 === 0;
  return lettersOf((isWhole ? whole : whole.replace(/.=+$/, '')).slice(Math.ceil((shift * 8) / 6))).text;
}

function cutForms(text: string, forms: readonly string[]): string {
  const { text: letters, at } = lettersOf(text, { withPlaces: true });
  const found = forms
    .flatMap((form) => placesOf(form, letters).map((start) => ({ start, end: start + form.length - 1 })))
    .sort((one, other) => one.start - other.start);
  let shown = '';
  let done = 0;
  for (const { start, end } of found) {
    const from = at?.from[start] ?? 0;
    // Forms of one key may overlap in a text that is made for it.
    if (from >= done) shown += `${text.slice(done, from)}[key]`;
    done = Math.max(done, at?.to[end] ?? text.length);
  }
  return shown + text.slice(done);
}

function placesOf(form: string, letters: string): readonly number[] {
  const places: number[] = [];
  for (let at = letters.indexOf(form); at >= 0; at = letters.indexOf(form, at + 1)) places.push(at);
  return places;
}
