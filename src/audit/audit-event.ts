import { createIsoTime } from '../contract/iso-time.ts';
import type { AuditContent } from '../store/schema.ts';

/** Changes to keys, organizations and people's rights, and every key that was handed out. */
export const changeEvents = [
  'organization.taken_over',
  'organization.created',
  'organization.changed',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'member.left',
  'member.password_set',
  'member.password_changed',
  'member.address_proven',
  'member.address_lost',
  'member.provider_linked',
  'member.provider_unlinked',
  'sign_in.refused',
  'session.begun',
  'session.moved',
  'session.signed_out',
  'session.ended',
  'invitation.created',
  'invitation.renewed',
  'invitation.revoked',
  'key.created',
  'key.changed',
  'key.rotated',
  'key.deleted',
  'key.filled',
  'app.connected',
  'app.changed',
  'app.removed',
  'own_app.created',
  'own_app.secret_renewed',
  'own_app.removed',
  'secrets.rotated',
  'upstream_key.set',
  'upstream_key.removed',
  'import.begun',
  'import.applied',
  'import.taken_back',
  'push.taken_back',
  'archive.exported',
  'archive.begun',
  'archive.imported',
] as const;

/**
 * Calls: of an MCP tool by a key, of a REST operation that writes by a key or by a person at the dashboard; and keys
 * that were turned away before they could call.
 */
export const callEvents = ['call.tool', 'call.rest', 'key.refused'] as const;

/** What the trail says of itself: of the whole installation, shown by the command line only. */
const trailEvents = [
  'process.started',
  'process.stopped',
  'process.lost',
  'command.ended',
  'trail.pruned',
  'trail.overflowed',
  'trail.restored',
  'trail.number_unused',
  'trail.end_moved',
] as const;

export type ChangeEvent = (typeof changeEvents)[number];
type AuditEvent = ChangeEvent | (typeof callEvents)[number] | (typeof trailEvents)[number];

export const outcomes = ['ok', 'error', 'refused'] as const satisfies readonly AuditContent['outcome'][];

/** What a row says, before it has an id and a place in the chain. */
export interface AuditEntry {
  event: AuditEvent;
  /** Null where the whole installation is meant. */
  organizationId: string | null;
  personId?: string | null | undefined;
  keyId?: string | null | undefined;
  operation?: string | null;
  outcome?: AuditContent['outcome'];
  code?: string | null;
  ms?: number | null;
  bytes?: number | null;
  client?: string | null;
  /** Short texts of ours; never a key, a link or a password. */
  facts?: Readonly<Record<string, string>> | undefined;
}

const isoTime = createIsoTime();

export function contentOf(entry: AuditEntry, at: number): AuditContent {
  return {
    at: isoTime(at),
    organization_id: entry.organizationId,
    person_id: entry.personId ?? null,
    event: entry.event,
    key_id: entry.keyId ?? null,
    operation: entry.operation ?? null,
    outcome: entry.outcome ?? null,
    code: entry.code ?? null,
    ms: entry.ms ?? null,
    bytes: entry.bytes ?? null,
    client: entry.client ?? null,
    facts: entry.facts === undefined ? '{}' : JSON.stringify(entry.facts),
  };
}
