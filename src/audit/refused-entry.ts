import type { Refusal } from '../http/refused-key.ts';
import type { AuditEntry } from './audit-event.ts';

/** What the trail keeps of a key that was turned away: it may be one that leaked, or an agent that was forgotten. */
export function refusedEntry({ key, why, place }: Refusal, client: string | null, code: string | null): AuditEntry {
  const { organizationId, keyId } = key;
  return { event: 'key.refused', organizationId, keyId, outcome: 'refused', code, client, facts: { why, place } };
}
