import { csvField } from '../../csv/cell.ts';
import type { AuditEvent } from '../api/resources.ts';
import type { ExportForm } from '../export/forms.ts';

/** A file that a browser still holds at once; the command line exports without end. */
const mostExported = 10_000;

const columns = [
  'id',
  'at',
  'event',
  'person_id',
  'person_name',
  'key_id',
  'key_name',
  'operation',
  'outcome',
  'code',
  'ms',
  'bytes',
  'client',
  'authenticated',
] as const satisfies readonly (keyof AuditEvent)[];

interface EventPage {
  data: readonly AuditEvent[];
  pagination: { next_cursor: string | null };
}

/** All events that match, newest first, page after page, and whether there are more than fit. */
export async function allEvents(
  load: (cursor: string | undefined) => Promise<EventPage>,
): Promise<{ events: readonly AuditEvent[]; isCut: boolean }> {
  const events: AuditEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    events.push(...page.data);
    cursor = page.pagination.next_cursor ?? undefined;
  } while (cursor !== undefined && events.length < mostExported);
  return { events, isCut: cursor !== undefined };
}

export function exportText(form: ExportForm, events: readonly AuditEvent[]): string {
  if (form === 'ndjson') return events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const lines = events.map((event) =>
    [...columns.map((column) => csvField(event[column])), csvField(JSON.stringify(event.facts))].join(','),
  );
  return [[...columns, 'facts'].join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
