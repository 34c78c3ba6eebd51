import type { AuditEvent } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { full, moment } from '../figures/format.ts';
import type { Column } from '../table/column.ts';

export const auditColumns: readonly Column<AuditEvent>[] = [
  {
    id: 'event',
    title: 'What',
    fixed: true,
    cell: ({ event, operation, authenticated }) => (
      <>
        <span className="block truncate font-medium">{operation ?? wordsOf(event)}</span>
        {operation !== null && <span className="block truncate text-xs text-muted">{wordsOf(event)}</span>}
        {!authenticated && (
          <Badge
            tone="warn"
            title="It does not show that a process of this server wrote it: it is from before version 0.2.0, or not ours."
          >
            Not authenticated
          </Badge>
        )}
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
    cell: ({ facts: { arguments: asked, ...facts } }) => (
      <div className="min-w-40 max-w-80 whitespace-normal break-words">
        <span className="line-clamp-2">
          {Object.entries(facts)
            .map(([name, value]) => `${name}: ${value}`)
            .join(', ')}
        </span>
        {asked !== undefined && (
          <details>
            <summary className="cursor-pointer truncate text-muted">Asked: {asked}</summary>
            <code className="block max-h-60 overflow-y-auto whitespace-pre-wrap break-all text-xs">{asked}</code>
          </details>
        )}
      </div>
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
