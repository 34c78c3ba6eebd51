import { z } from 'zod';
import { innermost } from './layers.ts';
import type { Operation } from './operation.ts';
import { type AnyOperation, allOperations, type OperationId } from './operations.ts';

/** A cell of a row: its name, and where its value is. */
export interface Column {
  /** `other_account.seen_at` where an object is within the row. */
  readonly name: string;
  readonly path: readonly string[];
}

/** What an answer that is rows holds. */
export interface RowShape {
  readonly columns: readonly Column[];
  /** Whether it comes in pages. */
  readonly isPaged: boolean;
}

/** An operation whose answer is rows: a list or a time series. */
export interface Rows extends RowShape {
  readonly operation: AnyOperation;
}

/** What rows may come as, beside JSON. */
export const rowForms = {
  csv: { mediaType: 'text/csv', contentType: 'text/csv; charset=utf-8; header=present', ending: 'csv' },
  ndjson: { mediaType: 'application/x-ndjson', contentType: 'application/x-ndjson', ending: 'ndjson' },
} as const;

export type RowForm = keyof typeof rowForms;

/** The rows of an operation; null where it answers something else. */
export function rowsOf({ id }: Pick<AnyOperation, 'id'>): Rows | null {
  return allRows.get(id) ?? null;
}

/** The rows that an answer is; null where it is something else. */
export function rowShapeOf({
  method,
  answers,
  query,
}: Pick<Operation, 'method' | 'answers' | 'query'>): RowShape | null {
  const answer = answers[200];
  if (method !== 'GET' || !(answer instanceof z.ZodObject)) return null;
  const { data } = answer.shape;
  if (!(data instanceof z.ZodArray)) return null;
  return { columns: columnsOf(data.element, []), isPaged: 'cursor' in query.shape };
}

/** An object within a row is columns of its own; lists, and objects whose names are data, are one cell. */
function columnsOf(schema: z.core.$ZodType, path: readonly string[]): readonly Column[] {
  const inner = innermost(schema);
  if (!(inner instanceof z.ZodObject)) return [{ name: path.join('.'), path }];
  return Object.entries<z.core.$ZodType>(inner.shape).flatMap(([name, part]) => columnsOf(part, [...path, name]));
}

const allRows: ReadonlyMap<OperationId, Rows> = new Map(
  allOperations.flatMap((operation) => {
    const shape = rowShapeOf(operation);
    return shape === null ? [] : [[operation.id, { operation, ...shape }] as const];
  }),
);

/** Every operation that answers rows. */
export const rowOperations: readonly Rows[] = [...allRows.values()];
