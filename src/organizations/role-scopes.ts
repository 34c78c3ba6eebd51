import { impliedScopes, type Scope } from '../contract/scope.ts';
import type { MemberRole } from '../store/schema.ts';

const widestScope: Readonly<Record<MemberRole, Scope>> = {
  viewer: 'read',
  member: 'write',
  admin: 'admin',
  owner: 'admin',
};

/** What each role may do with the organization's data: the scopes of a key stand for it. */
export function scopesOfRole(role: MemberRole): readonly Scope[] {
  return impliedScopes([widestScope[role]]);
}
