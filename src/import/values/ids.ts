/** An id as a cell has it. */
export type ReadId =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'none' }
  /** A program cut it: `1.23E+12`, or more digits than a number holds, ending in zeros. */
  | { readonly kind: 'cut' };

/** Ids are text from the first byte: a spreadsheet that takes them for numbers keeps 15 digits. */
export function readId(text: string): ReadId {
  const plain = text.replace(/^["'=]+|["']+$/g, '').trim();
  if (/^\d+(?:[.,]\d+)?e[+]?\d+$/i.test(plain)) return { kind: 'cut' };
  if (/^\d{16,}$/.test(plain) && plain.endsWith('000')) return { kind: 'cut' };
  return /^\d{1,20}$/.test(plain) ? { kind: 'id', id: plain } : { kind: 'none' };
}
