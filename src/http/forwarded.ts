const token = "[\\w!#$%&'*+.^`|~-]+";
/** Of a value without quotes more is taken than RFC 7239 allows: proxies leave them out around ports and brackets. */
const pair = new RegExp(`\\s*(${token})=(?:([^\\s",;]+)|"((?:[^"\\\\]|\\\\.)*)")\\s*`, 'y');

/**
 * Who the last proxy says it was asked by: `for` of the last element of a `Forwarded` header (RFC 7239 §4), unquoted.
 * Null where that says nothing of it. A header that is not written so whole says nothing either: from its beginning on,
 * because only so is known what stands in quotes.
 */
export function lastForwardedFor(header: string): string | null {
  let element = new Map<string, string>();
  for (let at = 0; ; ) {
    pair.lastIndex = at;
    const [whole, name, plain, inQuotes] = pair.exec(header) ?? [];
    if (whole !== undefined && name !== undefined) {
      const key = name.toLowerCase();
      // Twice in one element: nobody can say which of them counts.
      if (element.has(key)) return null;
      element.set(key, plain ?? (inQuotes ?? '').replace(/\\(.)/g, '$1'));
      at += whole.length;
    }
    if (at >= header.length) return element.get('for') ?? null;
    const separator = header[at];
    if (separator === ',') element = new Map();
    else if (separator !== ';') return null;
    at += 1;
  }
}
