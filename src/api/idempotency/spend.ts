import { hash } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import { insertClaim } from './answers.ts';

/** Keeps that a token was used, for as long as answers are kept; false where it was used before. */
export function spendOnce(
  store: Store,
  { organizationId, token, at, id }: { organizationId: string; token: string; at: number; id: string },
): Promise<boolean> {
  return insertClaim(store, {
    organization_id: organizationId,
    operation: 'confirm',
    key_hash: hash('sha256', token, 'base64url'),
    body_hash: '',
    created_at: new Date(at).toISOString(),
    resource_id: id,
  });
}
