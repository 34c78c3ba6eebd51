import type { IncomingMessage } from 'node:http';

/**
 * The lines of a header as they came, one after another. Node joins those of most headers and drops all but the first of
 * others; its own `headersDistinct` counts on raw headers that nobody has taken a key out of.
 * @param name in lower case
 */
export function headerLines({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): readonly string[] {
  const lines: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] ?? '';
    // Most are told apart by their length alone.
    if (given.length === name.length && given.toLowerCase() === name) lines.push(rawHeaders[index + 1] ?? '');
  }
  return lines;
}
