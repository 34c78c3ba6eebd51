import { z } from 'zod';
import type { AnyOperation } from '../../contract/operations.ts';
import { invalid } from '../../contract/problem.ts';
import { likelyName } from '../../contract/reading/likely-name.ts';
import { readAs } from '../../contract/reading/reader.ts';
import { listIn } from '../../contract/reading/text-values.ts';
import type { Arguments } from './operation-arguments.ts';
import { listsRows } from './tool-schema.ts';

/** What `fields` comes to: null = every column. */
export type Columns = readonly string[] | null;

const asked = z.array(z.string().max(64)).max(100);

/**
 * Takes `fields` out of the arguments of a tool that answers rows: columns are picked here, and it is never sent on
 * (contract §4, Limits).
 * @throws Problem VALIDATION_ERROR that names the columns there are
 */
export function takeColumns(operation: AnyOperation, args: Arguments): { columns: Columns; rest: Arguments } {
  if (!listsRows(operation)) return { columns: null, rest: args };
  const { fields, ...rest } = args;
  if (fields === undefined || fields === null) return { columns: null, rest };
  const parsed = asked.safeParse(readAs(asked, commasRead(fields), { emptyIsNothing: true }));
  if (!parsed.success) throw invalid([{ field: 'fields', message: 'must be a list of column names' }]);
  const known = rowColumns(operation);
  const [unknown] = parsed.data.filter((name) => !known.includes(name));
  if (unknown !== undefined) {
    const likely = likelyName(unknown, known);
    const meant = likely === null ? '' : ` (did you mean ${likely}?)`;
    const message = `has no column "${unknown}"${meant}; there are ${known.join(', ')}`;
    throw invalid([{ field: 'fields', message }]);
  }
  return { columns: parsed.data.length === 0 ? null : parsed.data, rest };
}

/** `id,username`: many write columns so. No other list is read from commas, as they may stand in its texts. */
function commasRead(given: unknown): unknown {
  if (typeof given !== 'string' || listIn(given) !== null) return given;
  const names = given.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

/** What rows say of their own numbers stays with them. */
const kept = 'unavailable_metrics';

/** The body with only the chosen columns of its rows. */
export function pickColumns(body: Record<string, unknown>, columns: Columns): Record<string, unknown> {
  if (columns === null || !Array.isArray(body.data)) return body;
  return { ...body, data: body.data.map((row: unknown) => pickRow(row, columns)) };
}

function pickRow(row: unknown, columns: readonly string[]): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => name === kept || columns.includes(name)));
}

/** The columns of an operation's rows; none where it answers no rows. */
export function rowColumns(operation: AnyOperation): readonly string[] {
  const answer = operation.answers[200];
  const data = answer instanceof z.ZodObject ? answer.shape.data : undefined;
  const row = data instanceof z.ZodArray ? data.element : undefined;
  return row instanceof z.ZodObject ? Object.keys(row.shape) : [];
}
