import type { CallerWords } from './caller-words.ts';
import { type FieldError, invalid, type Problem } from './problem.ts';
import { redactKeys } from './redact.ts';
import { visibleText } from './visible-text.ts';

const keyInside = 'must not contain an API key';

/**
 * Refuses input that holds a key outside a key's own places: what is taken is kept, searched for or sent on, and an
 * agent that was talked into handing its key over must not be able to. By the parsed input, whose depth is bounded.
 * @throws Problem VALIDATION_ERROR naming the field
 */
export function refuseKeys(part: unknown): void {
  const found = fieldWithKey(part, []);
  if (found !== null) throw invalid([found]);
}

/**
 * The same for a key that has any form, as a remote API's have: what the request itself came with. Of the input as it
 * came, which may be nested as deep as anybody likes.
 * @throws Problem VALIDATION_ERROR naming the field
 */
export function refuseOwnKeys(part: unknown, words: CallerWords): void {
  const left: Found[] = [{ value: part, at: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next.value === 'string' && words.holdKey(next.value)) throw keyIn(next);
    for (const [name, value] of entriesOf(next.value)) {
      if (words.holdKey(name)) throw keyIn(next);
      left.push({ value, at: next.at === '' ? name : `${next.at}.${name}` });
    }
  }
}

interface Found {
  readonly value: unknown;
  readonly at: string;
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function keyIn({ at }: Found): Problem {
  return invalid([{ field: at || 'body', message: keyInside }]);
}

function fieldWithKey(value: unknown, at: readonly string[]): FieldError | null {
  if (typeof value === 'string') {
    // As others will see it: what nobody sees must not hide a key.
    const seen = visibleText(value);
    return redactKeys(seen) === seen ? null : { field: at.join('.') || 'body', message: keyInside };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = fieldWithKey(name, at) ?? fieldWithKey(inner, [...at, name]);
    if (found !== null) return found;
  }
  return null;
}
