import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';

/** What is worth knowing later: every change to keys and to people's rights, and every key that was handed out. */
export type AuditEvent =
  | 'organization.taken_over'
  | 'organization.created'
  | 'organization.changed'
  | 'member.joined'
  | 'member.role_changed'
  | 'member.removed'
  | 'member.left'
  | 'invitation.created'
  | 'invitation.revoked'
  | 'key.created'
  | 'key.changed'
  | 'key.rotated'
  | 'key.deleted'
  | 'key.filled';

export interface AuditEntry {
  organizationId: string;
  personId: string;
  event: AuditEvent;
  keyId?: string;
  /** Short texts of ours; never a key, a link or a password. */
  facts?: Readonly<Record<string, string>>;
}

/** Writes down what was done; inside the transaction that does it wherever there is one. */
export async function writeAudit(
  database: Kysely<Schema>,
  { now, newId }: { now: () => number; newId: () => string },
  { organizationId, personId, event, keyId, facts = {} }: AuditEntry,
): Promise<void> {
  await database
    .insertInto('audit_events')
    .values({
      id: newId(),
      at: new Date(now()).toISOString(),
      organization_id: organizationId,
      person_id: personId,
      event,
      key_id: keyId ?? null,
      facts: JSON.stringify(facts),
    })
    .execute();
}
