import type { KeyObject } from 'node:crypto';
import { isAuthentic } from '../../audit/authorship.ts';
import { type EventFilters, organizationEvents } from '../../audit/organization-events.ts';
import { trailKeysOf } from '../../audit/trail-keys.ts';
import { issueCursor, readCursor } from '../../services/cursor.ts';
import type { DashboardContext } from '../dashboard-context.ts';
import type { MemberHandlers, RouteReply } from '../server/handlers.ts';

type ShownEvent = RouteReply<'list_audit_events'>['body']['data'][number];

export function auditHandlers({
  keys,
  config,
  placeAuditRows,
}: DashboardContext): Pick<MemberHandlers, 'list_audit_events'> {
  return {
    async list_audit_events({ query: { limit, cursor, ...filters } }, { membership: { organizationId } }) {
      // What was done a moment ago is what one looks for here.
      await placeAuditRows();
      const { rowKey } = trailKeysOf(keys.secrets.current());
      const secret = keys.secrets.current().derive('cursor');
      const binding = { operation: 'list_audit_events', organizationId, filters: given(filters) };
      const position = cursor === undefined ? null : readCursor(secret, binding, cursor);
      const after = position === null ? null : { at: String(position.key), seq: Number(position.id) };
      // One row more than asked for tells whether there is a next page.
      const found = await organizationEvents(keys.store, organizationId, filters, { after, rows: limit + 1 });
      const rows = found.slice(0, limit);
      const last = found.length > limit ? rows.at(-1) : undefined;
      const next = last === undefined ? null : issueCursor(secret, binding, { key: last.at, id: last.seq });
      return {
        status: 200,
        body: {
          data: rows.map((row) => shown(rowKey, row)),
          pagination: { next_cursor: next, has_next: last !== undefined, limit },
          filters: binding.filters,
          meta: { keeps_arguments: config.audit.keepsArguments },
        },
      };
    },
  };
}

type FoundEvent = Awaited<ReturnType<typeof organizationEvents>>[number];

function shown(rowKey: KeyObject, row: FoundEvent): ShownEvent {
  const { hash: _hash, seal: _seal, writer: _writer, writer_number: _number, mac: _mac, ...said } = row;
  const { seq, organization_id: _id, facts, ...rest } = said;
  const authenticated = isAuthentic(rowKey, row);
  return { type: 'audit_event', id: String(seq), ...rest, facts: JSON.parse(facts), authenticated };
}

function given(filters: EventFilters): Record<string, string> {
  const active: Record<string, string> = {};
  for (const [name, value] of Object.entries(filters)) if (typeof value === 'string') active[name] = value;
  return active;
}
