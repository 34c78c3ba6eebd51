import type { OrganizationRow } from '../store/schema.ts';

/** What a key in a URL may do in an organization (contract §5). */
export const urlKeySettings = [
  'allow',
  'read_only',
  'forbid',
] as const satisfies readonly OrganizationRow['url_keys'][];

/** An organization as the command line and, later, the dashboard show it. */
export interface Organization {
  id: string;
  name: string;
  created_at: string;
  suspended_at: string | null;
  /** Most accounts it may track; null = no cap. */
  account_cap: number | null;
  url_keys: OrganizationRow['url_keys'];
  holds_sample_data: boolean;
}

export function shownOrganization(row: OrganizationRow): Organization {
  return {
    id: row.id,
    name: row.name,
    created_at: row.created_at,
    suspended_at: row.suspended_at,
    account_cap: row.account_cap,
    url_keys: row.url_keys,
    holds_sample_data: row.holds_sample_data === 1,
  };
}
