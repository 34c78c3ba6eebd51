import { decoded } from '../files/decoded.ts';
import type { SourceFile } from '../files/source-file.ts';
import type { Limits } from '../limits.ts';
import { csvLines } from './csv-lines.ts';
import { csvTables } from './csv-tables.ts';
import { jsonItems } from './json-items.ts';
import { jsonTables } from './json-tables.ts';
import type { Row } from './table.ts';

/** The rows of a file, whichever its form; read anew at each call. */
export async function* readRows(file: SourceFile, encoding: string | undefined, limits: Limits): AsyncGenerator<Row> {
  const pieces = decoded(file, encoding);
  const first = await pieces.next();
  if (first.done === true) return;
  const whole = joined(first.value, pieces);
  // A CSV file begins with a bracket only inside of quotes.
  if (/^\s*[[{]/.test(first.value)) yield* jsonTables(jsonItems(whole, limits), limits);
  else yield* csvTables(csvLines(whole, limits), limits);
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
