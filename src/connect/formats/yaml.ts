/** Characters that YAML 1.2 does not call printable, or that could be taken for a byte order mark. */
const UNPRINTABLE = /[\u007f-\u009f\ufeff\ufffe\uffff]/g;

/** A double-quoted YAML scalar: what JSON writes is valid there, and no word becomes a number, a date or a boolean. */
export function yamlString(text: string): string {
  return JSON.stringify(text).replace(UNPRINTABLE, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
