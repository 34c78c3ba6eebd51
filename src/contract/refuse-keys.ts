import { type FieldError, invalid } from './problem.ts';
import { redactKeys } from './redact.ts';
import { visibleText } from './visible-text.ts';

/**
 * Refuses input that holds a key outside a key's own places: what is taken is kept, searched for or sent on, and an
 * agent that was talked into handing its key over must not be able to. By the parsed input, whose depth is bounded.
 * @throws Problem VALIDATION_ERROR naming the field
 */
export function refuseKeys(part: unknown): void {
  const found = fieldWithKey(part, []);
  if (found !== null) throw invalid([found]);
}

function fieldWithKey(value: unknown, at: readonly string[]): FieldError | null {
  if (typeof value === 'string') {
    // As others will see it: what nobody sees must not hide a key.
    const seen = visibleText(value);
    return redactKeys(seen) === seen ? null : { field: at.join('.') || 'body', message: 'must not contain an API key' };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = fieldWithKey(name, at) ?? fieldWithKey(inner, [...at, name]);
    if (found !== null) return found;
  }
  return null;
}
