import { unescapedCell } from '../../csv/cell.ts';
import { fieldOf } from '../columns/fields.ts';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { asWritten, type Line } from './csv-lines.ts';
import type { Row, Table } from './table.ts';

/** Lines above a header, of reports that say first what they are. */
const mostAbove = 20;

/**
 * The tables of a delimited file, row by row: titles above a header, several tables under one another, blank lines anywhere.
 * A file of one column is one table without a header.
 */
export async function* csvTables(lines: AsyncIterable<Line>, limits: Limits): AsyncGenerator<Row> {
  const reader = new TableReader(limits);
  for await (const line of lines) yield* reader.take(line);
  yield* reader.end();
}

class TableReader {
  private readonly limits: Limits;
  private table: Table | null = null;
  private count = 0;
  /** Lines of a table whose header is not found yet. */
  private waiting: Line[] = [];
  private wasBlank = false;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  *take(line: Line): Generator<Row> {
    if (isBlank(line)) {
      this.wasBlank = true;
      return;
    }
    if (this.table !== null && this.beginsAnother(this.table, line)) this.table = null;
    // A title after a blank line ends a table of fewer lines than tell its header at once.
    if (this.wasBlank && filledOf(line) === 1 && this.waiting.some((other) => filledOf(other) > 1)) {
      yield* this.settle();
      this.table = null;
    }
    this.wasBlank = false;
    if (this.table !== null) {
      yield rowOf(this.table, line);
      return;
    }
    this.waiting.push(line);
    if (this.isHeader(line) || this.waiting.length >= mostAbove) yield* this.settle();
  }

  *end(): Generator<Row> {
    if (this.waiting.length > 0) yield* this.settle();
  }

  /** After a blank line, a title alone or another header begins a table. */
  private beginsAnother(table: Table, line: Line): boolean {
    if (!this.wasBlank || table.columns.length < 2) return false;
    const filled = filledOf(line);
    return (filled === 1 && line.cells[0]?.trim() !== '') || knownIn(line) >= 2;
  }

  /** Names that are known end the search at once; so does a second line that is as wide as the first wide one. */
  private isHeader(line: Line): boolean {
    if (knownIn(line) >= 2) return true;
    if (knownIn(line) === 1 && filledOf(line) === 2) return true;
    const wide = this.waiting.filter((other) => filledOf(other) > 1);
    return wide.length >= 3 || (wide.length >= 2 && this.count > 0);
  }

  private *settle(): Generator<Row> {
    const lines = this.waiting;
    this.waiting = [];
    const at = headerAmong(lines);
    const header = at === null ? null : (lines[at] ?? null);
    const title = lines.slice(0, at ?? 0).map(({ cells }) => cells.filter((cell) => cell.trim() !== '').join(' '));
    const columns = header === null ? [''] : header.cells.map((cell) => cell.trim());
    this.table = { index: this.count, title: title.join(' ').trim(), columns, around: new Map() };
    this.count += 1;
    if (this.count > this.limits.parts) throw new Refusal(`The file holds more than ${this.limits.parts} tables.`);
    const rest = header === null ? lines : lines.slice((at ?? 0) + 1);
    for (const line of rest) yield rowOf(this.table, line);
  }
}

/** The line with the most known names, else the first of several cells; null for a file of one column without a name. */
function headerAmong(lines: readonly Line[]): number | null {
  const best = lines.reduce(
    (most, line) => Math.max(most, filledOf(line) > 1 || lines.length === 1 ? knownIn(line) : 0),
    0,
  );
  const widest = lines.reduce((most, line) => Math.max(most, filledOf(line)), 0);
  // Of one column only the first line is a name; of several a line of one cell is a title, whatever it says.
  const named = lines.findIndex((line) => knownIn(line) === best && (widest < 2 || filledOf(line) > 1));
  if (best > 0 && named !== -1 && (widest > 1 || named === 0)) return named;
  const wide = lines.findIndex((line) => filledOf(line) > 1);
  return wide === -1 ? null : wide;
}

function knownIn({ cells }: Line): number {
  return cells.filter((cell) => fieldOf(cell) !== null).length;
}

function filledOf({ cells }: Line): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

function isBlank({ cells }: Line): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function rowOf(table: Table, line: Line): Row {
  const extra = line.cells.length - table.columns.length;
  // A delimiter at the end of each line is no cell of its own.
  const isRagged = extra < 0 || line.cells.slice(table.columns.length).some((cell) => cell.trim() !== '');
  return {
    table,
    number: line.number,
    cells: line.cells.slice(0, table.columns.length).map((cell) => unescapedCell(cell).trim()),
    isRagged,
    raw: () => asWritten(line),
  };
}
