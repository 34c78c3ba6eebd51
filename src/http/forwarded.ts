/**
 * One `name=value` and what ends it: `,` an element, `;` a pair. Of a value without quotes more is taken than RFC 7239
 * allows, as proxies leave them out around ports and brackets.
 */
const part = /\s*(?:([\w!#$%&'*+.^`|~-]+)=(?:([^\s",;]+)|"((?:[^"\\]|\\.)*)"))?\s*([,;]|$)/y;

/**
 * Who the last proxy says it was asked by: `for` of the last element of a `Forwarded` header (RFC 7239 §4), unquoted.
 * Null where that says nothing of it. A header that is not written so whole says nothing either: from its beginning on,
 * because only so is known what stands in quotes.
 */
export function lastForwardedFor(header: string): string | null {
  let element = new Map<string, string>();
  part.lastIndex = 0;
  for (;;) {
    const found = part.exec(header);
    if (found === null) return null;
    const [, name, plain, inQuotes, end] = found;
    if (name !== undefined) {
      const key = name.toLowerCase();
      // Twice in one element: nobody can say which of them counts.
      if (element.has(key)) return null;
      element.set(key, plain ?? (inQuotes ?? '').replace(/\\(.)/g, '$1'));
    }
    if (end === '') return element.get('for') ?? null;
    if (end === ',') element = new Map();
  }
}
