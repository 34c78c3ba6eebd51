/** Ends where the next key begins: its `ca` is otherwise taken for the end of the one before, and what follows is shown. */
const keyShape = /ca_live_(?:(?!ca_live_)[0-9A-Za-z])+/g;

/** Anything that has the shape of a key is shown as `[key]` wherever text leaves the program (contract §1, Errors). */
export function redactKeys(text: string): string {
  return text.includes('ca_live_') ? text.replace(keyShape, '[key]') : text;
}
