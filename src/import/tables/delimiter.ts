import Papa from 'papaparse';
import { fieldOf } from '../columns/fields.ts';

const candidates = [',', ';', '\t', '|'] as const;

export interface Dialect {
  readonly delimiter: string;
  /** Characters before the first line of the table: a line `sep=;`. */
  readonly skipped: number;
}

/** What parts the cells of a text, from its beginning: as it says itself, else the one under which most names are known. */
export function dialectOf(start: string): Dialect {
  const said = /^\ufeff?"?sep=(.)"?[^\n]*\n/i.exec(start);
  if (said?.[1] !== undefined) return { delimiter: said[1], skipped: said[0].length };
  const best = candidates
    .map((delimiter) => ({ delimiter, ...fitOf(start, delimiter) }))
    .sort((a, b) => b.known - a.known || b.wide - a.wide)[0];
  return { delimiter: best === undefined || best.wide === 0 ? ',' : best.delimiter, skipped: 0 };
}

/** Under a delimiter: the most known names in one line, and how many lines have the same number of cells, above one. */
function fitOf(start: string, delimiter: string): { known: number; wide: number } {
  const rows = Papa.parse<string[]>(start, { delimiter, newline: '\n', preview: 30 }).data;
  const known = Math.max(0, ...rows.map((row) => (row.length < 2 ? 0 : row.filter((cell) => fieldOf(cell)).length)));
  const widths = new Map<number, number>();
  for (const { length } of rows) if (length > 1) widths.set(length, (widths.get(length) ?? 0) + 1);
  return { known, wide: Math.max(0, ...widths.values()) };
}
