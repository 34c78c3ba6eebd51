import type { Dimension } from '../contract/query/dimensions.ts';
import type { NumberField, NumberOperator, TextField, TextOperator } from '../contract/query/filters.ts';
import type { Metric, Subject } from '../contract/query/metrics.ts';
import type { Dialect } from '../store/store.ts';

/** What a query reads, with every name and range resolved: the statement follows from it alone. */
export interface Plan {
  readonly dialect: Dialect;
  readonly organization: Organization;
  readonly of: Subject;
  readonly metrics: readonly Metric[];
  readonly dimensions: readonly Dimension[];
  readonly where: Condition;
  /** Of the rows of the answer, by their metrics. */
  readonly having: RowCondition;
  readonly current: Span;
  readonly previous: Span | null;
  /** Whether the range before says enough for percentages. */
  readonly isComparable: boolean;
  /** How much each origin of levels is believed at one instant. */
  readonly ranks: readonly { readonly origin: number; readonly rank: number }[];
  /**
   * What posts gained whose gains do not follow from two levels, as some are rounded: JSON of gains by post, for the range
   * and the one before. Null where there are none.
   */
  readonly derived: readonly [string, string] | null;
  /** How far the clocks of the time zone are from UTC, piece by piece, ascending. */
  readonly offsets: readonly Offset[];
  /** Every time of the range, where a dimension is a time; else none. */
  readonly times: readonly string[];
  readonly order: readonly Order[];
  /** The values of all order terms of the last row of the page before (see `orderTerms`). */
  readonly after: readonly (string | number | null)[] | null;
  readonly limit: number;
}

export interface Organization {
  readonly id: string;
  readonly number: number;
}

/** Days, both included. */
export interface Span {
  readonly start: string;
  readonly end: string;
  /** Minutes since the epoch to which ages of posts are counted. */
  readonly asOf: number;
  /** Minutes since the epoch by which an account has been seen, to be counted. */
  readonly accountsUntil: number;
}

/** From a minute since the epoch on (the first: from ever), so many minutes are added to UTC. */
export interface Offset {
  readonly from: number;
  readonly minutes: number;
}

type Nested<Leaf> =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Nested<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Nested<Leaf> }
  | Leaf;

export type Field = Dimension | { readonly kind: TextField; readonly name: string };

export type Condition = Nested<
  | {
      readonly kind: 'text';
      readonly field: Field;
      readonly operator: TextOperator;
      /** Texts in the form in which they are compared; null = there is none. */
      readonly values: readonly (string | null)[];
    }
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly operator: NumberOperator;
      readonly value: number;
    }
>;

export type RowCondition = Nested<{
  readonly kind: 'metric';
  readonly metric: Metric;
  readonly operator: NumberOperator;
  readonly value: number;
}>;

export type Order =
  | { readonly by: 'metric' | 'change'; readonly metric: Metric; readonly direction: 'asc' | 'desc' }
  | { readonly by: 'dimension'; readonly index: number; readonly direction: 'asc' | 'desc' };

/** A condition that all meet. */
export const everything = { kind: 'and', of: [] } as const;
