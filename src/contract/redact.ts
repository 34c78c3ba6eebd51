/**
 * Keys, and the tokens that apps have in their place. Ends where the next one begins: its `ca` is otherwise taken for the
 * end of the one before, and what follows is shown.
 */
const keyShape = /ca_(?:live|oat|ort)_(?:(?!ca_(?:live|oat|ort)_)[0-9A-Za-z])+/g;

const wholeKey = /ca_live_[0-9A-Za-z]{49}(?![0-9A-Za-z])/g;

/** The one text of a key's full shape inside another; null where there is none, or more than one. */
export function keyInside(text: string): string | null {
  if (!text.includes('ca_live_')) return null;
  const found = new Set(text.match(wholeKey));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** Anything that has the shape of a key is shown as `[key]` wherever text leaves the program (contract §1, Errors). */
export function redactKeys(text: string): string {
  return text.includes('ca_') ? text.replace(keyShape, '[key]') : text;
}
