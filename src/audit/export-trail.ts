import type { AuditEventRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { chainedRows } from './read-trail.ts';

export const exportFormats = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const columns = [
  'seq',
  'at',
  'organization_id',
  'person_id',
  'event',
  'key_id',
  'operation',
  'outcome',
  'code',
  'ms',
  'bytes',
  'client',
  'facts',
  'id',
  'hash',
  'seal',
] as const satisfies readonly (keyof AuditEventRow)[];

/** The rows as lines of text: those of the chain in its order, then those that wait for their place. */
export async function* exportedLines(
  store: Store,
  format: ExportFormat,
  wanted: { since?: string | undefined; organizationId?: string | undefined },
): AsyncGenerator<string> {
  const line = format === 'csv' ? csvLine : jsonLine;
  if (format === 'csv') yield columns.join(',');
  for await (const row of chainedRows(store, wanted)) yield line(row);
  for (const row of await waitingRows(store, wanted)) yield line(row);
}

async function waitingRows(
  { read }: Store,
  { since, organizationId }: { since?: string | undefined; organizationId?: string | undefined },
): Promise<AuditEventRow[]> {
  let rows = read.selectFrom('audit_events').selectAll().where('seq', 'is', null).orderBy('at').orderBy('id');
  if (since !== undefined) rows = rows.where('at', '>=', since);
  if (organizationId !== undefined) rows = rows.where('organization_id', '=', organizationId);
  return await rows.execute();
}

function jsonLine(row: AuditEventRow): string {
  const facts: unknown = JSON.parse(row.facts);
  return JSON.stringify({ ...Object.fromEntries(columns.map((column) => [column, row[column]])), facts });
}

function csvLine(row: AuditEventRow): string {
  return columns.map((column) => csvField(row[column])).join(',');
}

/** RFC 4180; a text that a spreadsheet would take for a formula is marked as text. */
function csvField(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
