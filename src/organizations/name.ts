import { invalid } from '../contract/problem.ts';
import { redactKeys } from '../contract/redact.ts';

const control = /\p{Cc}/u;

/**
 * A name for a key or an organization: trimmed, 1–255 characters, printable.
 * @throws VALIDATION_ERROR on the field `name`.
 */
export function validName(text: string): string {
  const name = text.trim();
  if (name.length === 0 || name.length > 255) throw refused('must be 1 to 255 characters');
  // Names are printed on terminals.
  if (control.test(name)) throw refused('must not contain control characters');
  // Names are shown, logged and kept; a key is none of these.
  if (redactKeys(name) !== name) throw refused('must not contain a key');
  return name;
}

function refused(message: string) {
  return invalid([{ field: 'name', message }]);
}
