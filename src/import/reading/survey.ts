import { type Field, isAverage, natureOf, postCounts } from '../columns/fields.ts';
import { type Matched, matchColumns } from '../columns/match.ts';
import type { Source } from '../sources/source.ts';
import { lookAt, sourceOf } from '../sources/sources.ts';
import type { Row, Table } from '../tables/table.ts';
import { isExcelDate } from '../values/month-names.ts';
import type { Answers } from './answers.ts';
import { CountFacts } from './count-facts.ts';
import { StepFacts } from './step-facts.ts';
import { TimeFacts } from './time-facts.ts';

/** Rows that decide which column holds what. */
const sampleRows = 1_000;

/** A table as it was read once, from its first row to its last. */
export interface Survey {
  readonly table: Table;
  readonly source: Source;
  readonly matched: Matched;
  readonly sample: readonly Row[];
  readonly rows: number;
  /** Rows of several for one thing tell a table of days from a list. */
  readonly counts: ReadonlyMap<number, CountFacts>;
  readonly times: ReadonlyMap<number, TimeFacts>;
  readonly steps: ReadonlyMap<number, StepFacts>;
  /** A number that Excel made a date of, with the name of its column. */
  readonly excelDate: { readonly name: string; readonly value: string } | null;
}

/** Reads a table once: first some rows, which tell what its columns hold, then all that these say of how they are written. */
export class Surveyor {
  private readonly answers: Answers;
  private readonly table: Table;
  private waiting: Row[] | null = [];
  private sample: Row[] = [];
  private known: { source: Source; matched: Matched } | null = null;
  private rows = 0;
  private readonly counts = new Map<number, CountFacts>();
  private readonly times = new Map<number, TimeFacts>();
  private readonly steps = new Map<number, StepFacts>();
  private excelDate: Survey['excelDate'] = null;

  constructor(table: Table, answers: Answers) {
    this.table = table;
    this.answers = answers;
  }

  take(row: Row): void {
    this.rows += 1;
    if (this.waiting === null) {
      this.look(row);
      return;
    }
    this.waiting.push(row);
    if (this.waiting.length >= sampleRows) this.settle();
  }

  end(): Survey {
    const { source, matched } = this.known ?? this.settle();
    const { table, sample, rows, counts, times, steps, excelDate } = this;
    return { table, source, matched, sample, rows, counts, times, steps, excelDate };
  }

  private settle(): { source: Source; matched: Matched } {
    const rows = this.waiting ?? [];
    const cells = rows.map((row) => row.cells);
    const look = lookAt(this.table.title, this.table.columns, cells);
    const source = sourceOf(look);
    const matched = matchColumns(this.table.columns, cells, { own: source.own(look), said: this.answers.columns });
    const known = { source, matched };
    this.known = known;
    this.sample = rows.slice(0, 200);
    this.waiting = null;
    for (const row of rows) this.look(row);
    return known;
  }

  private look(row: Row): void {
    if (this.known === null) return;
    const { uses } = this.known.matched;
    for (const [at, use] of uses.entries()) {
      const cell = row.cells[at];
      if (cell === undefined || cell === '') continue;
      if (use.field === null) this.lookAtOther(use.name, cell);
      else this.lookAtField(row, at, use.field, cell);
    }
  }

  private lookAtField(row: Row, at: number, field: Field, cell: string): void {
    const nature = natureOf(field);
    if (nature === 'time') kept(this.times, at, () => new TimeFacts()).add(cell);
    if (nature !== 'count' && nature !== 'gain') return;
    kept(this.counts, at, () => new CountFacts()).add(cell);
    // Whether numbers are levels is asked of days alone.
    if (isPostCount(field) && this.known?.matched.places.has('day'))
      kept(this.steps, at, () => new StepFacts()).add(this.thingOf(row), cell);
  }

  /** Numbers that Excel damaged stand in columns that are not taken, too: the file is not what it was. */
  private lookAtOther(name: string, cell: string): void {
    if (this.excelDate !== null || cell.length > 12 || !isExcelDate(cell)) return;
    if (isAverage(name) || this.known?.source.nothing != null) this.excelDate = { name, value: cell };
  }

  private thingOf(row: Row): string {
    const of = (field: Field) =>
      this.known?.matched.places
        .get(field)
        ?.map((at) => row.cells[at] ?? '')
        .join(' ') ?? '';
    return `${of('username')} ${of('post_id')} ${of('url')}`;
  }
}

function isPostCount(field: Field): boolean {
  return postCounts.some((count) => count === field);
}

function kept<Facts>(all: Map<number, Facts>, at: number, make: () => Facts): Facts {
  const known = all.get(at);
  if (known !== undefined) return known;
  const made = make();
  all.set(at, made);
  return made;
}
