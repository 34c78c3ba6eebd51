import { csvField } from '../csv/cell.ts';
import type { AuditEventRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { pendingRows } from './append.ts';
import type { WrittenContent } from './authorship.ts';
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
  'hash',
  'seal',
  'writer',
  'writer_number',
  'mac',
] as const satisfies readonly (keyof AuditEventRow)[];

/** A row of the chain, or one that waits for its place. */
type ExportedRow = WrittenContent & Partial<Pick<AuditEventRow, 'seq' | 'hash' | 'seal'>>;

interface Wanted {
  since?: string | undefined;
  organizationId?: string | undefined;
}

/** The rows as lines of text: those of the chain in its order, then those that wait for their place. */
export async function* exportedLines(store: Store, format: ExportFormat, wanted: Wanted): AsyncGenerator<string> {
  const line = format === 'csv' ? csvLine : jsonLine;
  if (format === 'csv') yield columns.join(',');
  for await (const row of chainedRows(store, wanted)) yield line(row);
  for (const row of await waitingRows(store, wanted)) yield line(row);
}

async function waitingRows({ read }: Store, { since, organizationId }: Wanted): Promise<ExportedRow[]> {
  let rows = pendingRows(read);
  if (since !== undefined) rows = rows.where('at', '>=', since);
  if (organizationId !== undefined) rows = rows.where('organization_id', '=', organizationId);
  return await rows.execute();
}

function jsonLine(row: ExportedRow): string {
  const facts: unknown = JSON.parse(row.facts);
  return JSON.stringify({ ...Object.fromEntries(columns.map((column) => [column, row[column] ?? null])), facts });
}

function csvLine(row: ExportedRow): string {
  return columns.map((column) => csvField(row[column] ?? null)).join(',');
}
