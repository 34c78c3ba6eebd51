import type { Role } from '../contract/route.ts';

export interface Person {
  id: string;
  email: string;
  name: string;
}

/** What a person is in an organization, and what of the organization the page shows. */
export interface Membership {
  organizationId: string;
  organizationName: string;
  role: Role;
  suspended: boolean;
  urlKeys: 'allow' | 'read_only' | 'forbid';
  holdsSampleData: boolean;
}
