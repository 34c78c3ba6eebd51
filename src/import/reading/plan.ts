import type { Platform } from '../../store/schema.ts';
import type { Field } from '../columns/fields.ts';
import type { ColumnUse } from '../columns/match.ts';
import type { Source } from '../sources/source.ts';
import type { DecimalMark } from '../values/count.ts';
import type { DateOrder } from '../values/moments.ts';
import type { Question } from './answers.ts';
import type { YearRule } from './year-walk.ts';

/** What a row of a table is about. */
export type Grain = 'posts' | 'profiles' | 'days' | 'names';

/** How a column of times is read. */
export interface TimePlan {
  readonly order: DateOrder;
  readonly zone: string;
  readonly years: YearRule | null;
  /** The day that no yearless date is after. */
  readonly notAfter: string;
}

/** All that was decided about a table: reading it is only following this. */
export interface Plan {
  readonly grain: Grain;
  readonly source: Source;
  /** Of rows that do not name theirs. */
  readonly platform: Platform | null;
  /** Whose numbers they are where no row says so. */
  readonly account: { readonly platform: Platform; readonly username: string } | null;
  readonly places: ReadonlyMap<Field, readonly number[]>;
  readonly marks: ReadonlyMap<number, DecimalMark>;
  readonly times: ReadonlyMap<number, TimePlan>;
  /** By the field's column: what numbers of days are. */
  readonly values: ReadonlyMap<Field, 'levels' | 'gains'>;
  /** Of all rows where no column says it, ms since the epoch. */
  readonly observedAt: number | null;
}

/** What came of looking at a table. */
export type Decision =
  | { readonly kind: 'planned'; readonly plan: Plan; readonly remarks: readonly string[] }
  | { readonly kind: 'asks'; readonly questions: readonly Question[]; readonly remarks: readonly string[] }
  /** `damaged`: then nothing else in the file is what it was either. */
  | { readonly kind: 'refused'; readonly reason: string; readonly damaged?: true }
  | { readonly kind: 'nothing'; readonly reason: string };

/** A table for people, before its rows are written. */
export interface TableReport {
  readonly index: number;
  readonly title: string;
  readonly source: Source;
  readonly rows: number;
  readonly columns: readonly ColumnUse[];
  readonly decision: Decision;
}
