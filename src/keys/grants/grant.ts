import type { Scope } from '../../contract/scope.ts';
import { scopesOfRole } from '../../organizations/role-scopes.ts';
import type { GrantRow, MemberRole } from '../../store/schema.ts';
import { storedScopes } from '../look-up.ts';

/** How long an app that is not used stays connected. */
export const grantDays = 90;
const dayMs = 86_400_000;

/** An app that somebody has connected, as it may be shown. */
export interface Grant {
  id: string;
  client_name: string;
  /** The host whose document the client is; null for one that has only said what it is called. */
  client_host: string | null;
  redirect_host: string;
  person_id: string;
  person_name: string;
  /** What it was given; what it may is no more than the person's role. */
  scopes: readonly Scope[];
  /** What it may do now. */
  effective_scopes: readonly Scope[];
  status: 'enabled' | 'disabled';
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  last_used_client: string | null;
}

export type ShownGrantRow = GrantRow & { person_name: string; role: MemberRole };

export function shownGrant(row: ShownGrantRow): Grant {
  const scopes = storedScopes(row.scopes);
  const grantable = scopesOfRole(row.role);
  return {
    id: row.id,
    client_name: row.client_name,
    client_host: row.client_host,
    redirect_host: row.redirect_host,
    person_id: row.person_id,
    person_name: row.person_name,
    scopes,
    effective_scopes: scopes.filter((scope) => grantable.includes(scope)),
    status: row.status,
    created_at: row.created_at,
    expires_at: row.expires_at,
    last_used_at: row.last_used_at,
    last_used_client: row.last_used_client,
  };
}

/** When a grant ends that was used at this moment and is not used again. */
export function endOfUnused(at: number): string {
  return new Date(at + grantDays * dayMs).toISOString();
}
