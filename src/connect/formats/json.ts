/** A configuration file as people keep it: two spaces, a last line break. */
export function jsonFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
