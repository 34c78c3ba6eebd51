/** Whether there is nothing at a path of a JSON value. */
export function isMissing(body: unknown, path: readonly PropertyKey[]): boolean {
  let value = body;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return true;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value === undefined;
}
