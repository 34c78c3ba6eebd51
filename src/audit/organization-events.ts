import { sql } from 'kysely';
import { callerName } from '../store/caller-name.ts';
import type { AuditContent } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { callEvents } from './audit-event.ts';

/** What narrows a look into the trail; undefined narrows nothing. */
export interface EventFilters {
  kind?: 'changes' | 'calls' | undefined;
  event?: string | undefined;
  outcome?: AuditContent['outcome'] | undefined;
  operation?: string | undefined;
  key_id?: string | undefined;
  person_id?: string | undefined;
  /** `YYYY-MM-DD`, whole UTC days, inclusive. */
  start_date?: string | undefined;
  end_date?: string | undefined;
}

export interface EventSeek {
  after: { at: string; seq: number } | null;
  rows: number;
}

/** Columns that are compared as they are. */
const exact = ['event', 'outcome', 'operation', 'key_id', 'person_id'] as const;

/** An organization's events, newest first, with the names of whoever did them and of the keys: a walk along an index. */
export function organizationEvents(
  { read }: Pick<Store, 'read'>,
  organizationId: string,
  filters: EventFilters,
  { after, rows }: EventSeek,
) {
  let events = read
    .selectFrom('audit_events')
    .leftJoin('people', 'people.id', 'audit_events.person_id')
    .selectAll('audit_events')
    .select(['people.name as person_name', callerName('audit_events').as('key_name')])
    .where('audit_events.organization_id', '=', organizationId)
    .orderBy('audit_events.at', 'desc')
    .orderBy('audit_events.seq', 'desc')
    .limit(rows);
  for (const column of exact) {
    const wanted = filters[column];
    if (wanted !== undefined && wanted !== null) events = events.where(`audit_events.${column}`, '=', wanted);
  }
  const { kind, start_date: start, end_date: end } = filters;
  if (kind !== undefined) {
    events = events.where('audit_events.event', kind === 'calls' ? 'in' : 'not in', [...callEvents]);
  }
  if (start !== undefined) events = events.where('audit_events.at', '>=', start);
  // A day's instants are texts that begin with it, and `~` sorts after every character that may follow.
  if (end !== undefined) events = events.where('audit_events.at', '<', `${end}~`);
  if (after !== null) {
    events = events.where(sql<boolean>`(audit_events.at, audit_events.seq) < (${after.at}, ${after.seq})`);
  }
  return events.execute();
}
