import type { AuditEvent } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { full, moment } from '../figures/format.ts';
import type { Column } from '../table/column.ts';

export const auditColumns: readonly Column<AuditEvent>[] = [
  {
    id: 'event',
    title: 'What',
    fixed: true,
    cell: ({ event, operation }) => (
      <>
        <span className="block truncate font-medium">{operation ?? wordsOf(event)}</span>
        {operation !== null && <span className="block truncate text-xs text-muted">{wordsOf(event)}</span>}
      </>
    ),
  },
  { id: 'at', title: 'When', cell: ({ at }) => <time dateTime={at}>{moment(at)}</time> },
  { id: 'person', title: 'Who', cell: ({ person_name }) => person_name ?? '–' },
  { id: 'key', title: 'Key', cell: ({ key_name }) => key_name ?? '–' },
  {
    id: 'outcome',
    title: 'Outcome',
    cell: ({ outcome, code }) =>
      outcome === null ? '–' : <Badge tone={outcome === 'ok' ? 'good' : 'bad'}>{code ?? outcome}</Badge>,
  },
  { id: 'client', title: 'Client', cell: ({ client }) => client ?? '–' },
  {
    id: 'details',
    title: 'Details',
    // Names that people chose may stand here: text, whatever is in them.
    cell: ({ facts }) => (
      <span className="line-clamp-2 min-w-40 max-w-80 whitespace-normal break-words">
        {Object.entries(facts)
          .map(([name, value]) => `${name}: ${value}`)
          .join(', ')}
      </span>
    ),
  },
  { id: 'ms', title: 'ms', numeric: true, extra: true, cell: ({ ms }) => (ms === null ? '–' : full(ms)) },
  {
    id: 'bytes',
    title: 'Bytes',
    numeric: true,
    extra: true,
    cell: ({ bytes }) => (bytes === null ? '–' : full(bytes)),
  },
];

const calls: Readonly<Record<string, string>> = { 'call.tool': 'Tool call', 'call.rest': 'REST call' };

/** `key.created` as `Key created`. */
function wordsOf(event: string): string {
  const words = event.replaceAll(/[._]/g, ' ');
  return calls[event] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
