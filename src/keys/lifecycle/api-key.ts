import type { Scope } from '../../contract/scope.ts';
import type { ApiKeyRow } from '../../store/schema.ts';
import { storedScopes } from '../look-up.ts';

/** A key as it may be shown (contract §3, Fields). */
export interface ApiKey {
  id: string;
  name: string;
  masked_key: string;
  scopes: readonly Scope[];
  status: 'enabled' | 'disabled';
  last_used_at: string | null;
  last_used_client: string | null;
  created_at: string;
  created_by: string;
  expires_at: string | null;
}

/** The one answer that holds the full key (contract §3, Life). */
export interface CreatedKey {
  apiKey: ApiKey;
  fullKey: string;
}

export function shownKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    masked_key: row.masked_key,
    scopes: storedScopes(row.scopes),
    status: row.status,
    last_used_at: row.last_used_at,
    last_used_client: row.last_used_client,
    created_at: row.created_at,
    created_by: row.created_by,
    expires_at: row.expires_at,
  };
}
