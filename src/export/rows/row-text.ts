import { isRecord } from '../../contract/is-record.ts';
import type { Column, RowForm } from '../../contract/rows.ts';
import { csvField } from '../../csv/cell.ts';
import type { Row } from './row-pages.ts';

/** What stands before the first row: the header of a CSV file. */
export function headText(form: RowForm, columns: readonly Column[]): string {
  return form === 'csv' ? `${columns.map(({ name }) => csvField(name)).join(',')}\r\n` : '';
}

/** Rows as lines: of CSV in the order of the columns (RFC 4180), or of JSON as the API answers them. */
export function rowsText(form: RowForm, columns: readonly Column[], rows: readonly Row[]): string {
  if (form === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return rows.map((row) => `${columns.map(({ path }) => csvField(cellOf(row, path))).join(',')}\r\n`).join('');
}

function cellOf(row: Row, path: readonly string[]): string | number | boolean | null {
  const value = path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : null), row);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
