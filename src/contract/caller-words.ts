import { redactKeys } from './redact.ts';
import { cutForms, type Forms, formsOf, holdsForm } from './secret-forms.ts';
import { shownText } from './shown-text.ts';

/** What stands for `://`, encoded or escaped too. Clients name themselves after a URL, which may hold a key. */
const beginOfUrl = /(?::|%(?:25)*3a)(?:\\?\/|%(?:25)*2f){2}/i;

/** Shorter, a "key" is a word by chance. */
const shortestKey = 4;

/**
 * The one way of what a caller says into anything that is kept or shown: it knows the keys that the request came with,
 * and cuts them out whatever their form. A remote API's keys look like nothing that could be known otherwise.
 */
export class CallerWords {
  /** Private, so that no log, inspection or JSON of a request shows them. */
  readonly #keys: readonly string[];
  /** Made when they are first needed: many requests say nothing that could hold a key. */
  #made: readonly Forms[] | undefined;
  #shortest: number | undefined;

  constructor(keys: readonly string[]) {
    this.#keys = keys.filter(({ length }) => length >= shortestKey);
  }

  /** A word as it may be kept: in a log, the trail, a row, a header to an upstream. Without keys and from `://` on. */
  kept(word: string): string {
    const seen = this.shown(word);
    const url = beginOfUrl.exec(seen);
    return url === null ? seen : seen.slice(0, url.index);
  }

  /** A text that repeats the caller's words back, as it may go out: without keys, and without what nobody sees. */
  shown(text: string): string {
    // Whole keys first: of one that begins like the request's own, only the beginning would be cut, and the rest be no
    // key to anybody who looks for one.
    const seen = shownText(text);
    return this.#keys.length === 0 ? seen : redactKeys(this.#cut(seen));
  }

  /** Whether a text holds one of the request's own keys whole: such a text is no data, and is refused. */
  holdKey(text: string): boolean {
    // Most texts are shorter than any form of a key: nothing is made for them.
    if (text.length < this.#shortestForm()) return false;
    return this.#keys.some((key) => text.includes(key)) || this.#forms().some((forms) => holdsForm(text, forms));
  }

  /** No form of a key has fewer characters than the key has letters and digits; without a key none is short enough. */
  #shortestForm(): number {
    this.#shortest ??= Math.min(...this.#keys.map((key) => key.match(/[0-9a-z]/gi)?.length ?? 0));
    return this.#shortest;
  }

  #cut(text: string): string {
    const whole = this.#keys.reduce((left, key) => left.replaceAll(key, '[key]'), text);
    // No piece of a key has fewer characters.
    return whole.length < shortestKey ? whole : this.#forms().reduce(cutForms, whole);
  }

  #forms(): readonly Forms[] {
    this.#made ??= this.#keys.map(formsOf).filter((forms) => forms !== null);
    return this.#made;
  }
}

/** Of a request without a key, and of what no request says. */
export const noKeys = new CallerWords([]);
