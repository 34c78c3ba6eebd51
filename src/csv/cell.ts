/**
 * A spreadsheet takes a text that begins with one of these for a formula, and one that begins with an apostrophe and then
 * one of these would not come back as it was.
 */
const marked = /^'*[=+\-@\t\r]/;
const markedOnce = /^'(?='*[=+\-@\t\r])/;

/** A text as it stands in a cell: with an apostrophe before what a spreadsheet would run. */
export function escapedCell(text: string): string {
  return marked.test(text) ? `'${text}` : text;
}

/** The text that a cell stands for: what `escapedCell` made of it is undone, anything else is as it is. */
export function unescapedCell(cell: string): string {
  return cell.replace(markedOnce, '');
}

/** A cell of a CSV file (RFC 4180). Numbers stay numbers, negative ones too; null is nothing. */
export function csvField(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = escapedCell(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
