import type { KeyPlace } from '../contract/presented-key.ts';
import type { Principal } from '../contract/principal.ts';
import type { AuditEntry } from './audit-event.ts';

/** A refusal that the key's organization may be told of. */
export interface Refusal {
  readonly key: Pick<Principal, 'organizationId' | 'keyId'>;
  readonly place: KeyPlace;
  readonly why: 'disabled' | 'expired' | 'suspended' | 'url_forbidden';
}

/** What the trail keeps of a key that was turned away: it may be one that leaked, or an agent that was forgotten. */
export function refusedEntry({ key, why, place }: Refusal, client: string | null, code: string | null): AuditEntry {
  const { organizationId, keyId } = key;
  return { event: 'key.refused', organizationId, keyId, outcome: 'refused', code, client, facts: { why, place } };
}
