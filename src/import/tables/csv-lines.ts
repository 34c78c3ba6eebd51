import Papa from 'papaparse';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { dialectOf } from './delimiter.ts';

/** A line of a delimited file; quoted cells may hold line ends. */
export interface Line {
  /** From 1, of its first character. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly delimiter: string;
}

const sampleLength = 65_536;

/** The lines of a delimited text, with memory for no more than a few of them. */
export async function* csvLines(pieces: AsyncIterable<string>, limits: Limits): AsyncGenerator<Line> {
  let text = '';
  let parser: CsvParser | null = null;
  for await (const piece of pieces) {
    text += piece;
    if (parser === null) {
      if (text.length < sampleLength) continue;
      [parser, text] = begun(text);
    }
    const { lines, rest } = parser.take(text, false);
    text = rest;
    yield* bounded(lines, limits);
    if (text.length > limits.record) throw tooLong(limits);
  }
  if (parser === null) [parser, text] = begun(text);
  yield* bounded(parser.take(text, true).lines, limits);
}

interface CsvParser {
  take(text: string, isEnd: boolean): { lines: Line[]; rest: string };
}

function begun(text: string): [CsvParser, string] {
  const { delimiter, skipped } = dialectOf(text.slice(0, sampleLength));
  return [createParser(delimiter, skipped === 0 ? 1 : 2), text.slice(skipped)];
}

function createParser(delimiter: string, firstLine: number): CsvParser {
  let number = firstLine;
  return {
    take(text, isEnd) {
      const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' });
      const parsed: { data: string[][]; meta: { cursor: number } } = parser.parse(text, 0, !isEnd);
      const lines = parsed.data.map((cells) => {
        const line = { number, cells, delimiter };
        number += 1 + cells.reduce((sum, cell) => sum + lineEnds(cell), 0);
        return line;
      });
      return { lines, rest: isEnd ? '' : text.slice(parsed.meta.cursor) };
    },
  };
}

function lineEnds(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}

function* bounded(lines: readonly Line[], limits: Limits): Generator<Line> {
  for (const line of lines) {
    if (line.cells.length > limits.columns) throw new Refusal(`A line has more than ${limits.columns} cells.`);
    if (line.cells.some(({ length }) => length > limits.cell)) {
      throw new Refusal(`A cell of line ${line.number} is longer than ${limits.cell} characters.`);
    }
    yield line;
  }
}

function tooLong({ record }: Limits): Refusal {
  return new Refusal(`A line is longer than ${record} characters: a quote may be missing.`);
}

/** A line as it stands in a file. */
export function asWritten({ cells, delimiter }: Line): string {
  return Papa.unparse([[...cells]], { delimiter, newline: '\n' });
}
