import type { Principal } from '../../contract/principal.ts';
import { impliedScopes, type Scope } from '../../contract/scope.ts';
import type { Role } from '../contract/route.ts';
import type { MemberVisit } from '../people/visit.ts';

/** What each role may do with the organization's data: the scopes of a key stand for it. */
const widestScope: Readonly<Record<Role, Scope>> = { viewer: 'read', member: 'write', admin: 'admin', owner: 'admin' };

/** Who a session speaks for, where the v2 operations ask who a key speaks for. */
export function sessionPrincipal({ membership, visitor }: Pick<MemberVisit, 'membership' | 'visitor'>): Principal {
  const { person } = visitor;
  return {
    organizationId: membership.organizationId,
    organizationName: membership.organizationName,
    // Stands for a person where a key's id is asked for; it is in no table of keys.
    keyId: `person:${person.id}`,
    keyName: person.name,
    scopes: impliedScopes([widestScope[membership.role]]),
    expiresAt: null,
    urlKeys: membership.urlKeys,
    holdsSampleData: membership.holdsSampleData,
  };
}
