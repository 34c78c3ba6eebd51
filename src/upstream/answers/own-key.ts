import { lettersOf, placedLetters, type Reading } from '../../contract/letters.ts';
import { formsOf } from '../../contract/secret-forms.ts';

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
  const forms = looseForms(key);
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
      return readingsOf(text).some((reading) => {
        const letters = lettersOf(text, reading);
        return forms.some((form) => letters.includes(form));
      });
    },
    cutFrom,
  };
}

/** In letters and digits alone; none of a short key. */
function looseForms(key: string): readonly string[] {
  return lettersOf(key, 'letters').length < leastLetters
    ? []
    : (formsOf(key)?.ways ?? []).flatMap(({ whole }) => whole);
}

/** A backslash before an n ends a line, or stands before a key that begins with one: nobody can tell. */
function readingsOf(text: string): readonly Reading[] {
  return text.includes('\\') ? ['letters', 'ends of lines'] : ['letters'];
}

function cutForms(text: string, forms: readonly string[]): string {
  const found = readingsOf(text)
    .flatMap((reading) => rangesOf(text, reading, forms))
    .sort((one, other) => one.from - other.from);
  let shown = '';
  let done = 0;
  for (const { from, to } of found) {
    // They overlap where a text is made for it.
    if (from >= done) shown += `${text.slice(done, from)}[key]`;
    done = Math.max(done, to);
  }
  return shown + text.slice(done);
}

function rangesOf(text: string, reading: Reading, forms: readonly string[]) {
  const letters = placedLetters(text, reading);
  return forms.flatMap((form) =>
    placesOf(form, letters.text).map((start) => ({
      from: letters.from[start] ?? 0,
      to: letters.to[start + form.length - 1] ?? text.length,
    })),
  );
}

function placesOf(form: string, letters: string): readonly number[] {
  const places: number[] = [];
  for (let at = letters.indexOf(form); at >= 0; at = letters.indexOf(form, at + 1)) places.push(at);
  return places;
}
