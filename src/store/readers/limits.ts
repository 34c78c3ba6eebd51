/** So many groups a question may have, and one row more says that there are others. */
export const mostRows = 10_001;

/** Of the values of all rows; the thread that answers parses them. */
export const mostBytes = 8 * 1024 * 1024;

/** Adds up what a read has answered so far. */
export class AnswerSize {
  #rows = 0;
  #bytes = 0;

  /** @returns false from the row on that is over a limit */
  add(row: readonly unknown[]): boolean {
    this.#rows += 1;
    this.#bytes += bytesOf(row);
    return this.#rows <= mostRows && this.#bytes <= mostBytes;
  }
}

/** About as many as the row takes as text. */
export function bytesOf(row: readonly unknown[]): number {
  let bytes = 0;
  for (const value of row) bytes += typeof value === 'string' ? value.length + 3 : 8;
  return bytes;
}
