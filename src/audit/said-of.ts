import type { AuditContent } from '../store/schema.ts';

/** Every column of a row in a fixed order, for what is made over it: none can be changed, swapped or left out. */
export function saidOf(row: AuditContent) {
  return [
    row.at,
    row.organization_id,
    row.person_id,
    row.event,
    row.key_id,
    row.operation,
    row.outcome,
    row.code,
    row.ms,
    row.bytes,
    row.client,
    row.facts,
  ];
}
