import type { Principal } from '../../contract/principal.ts';
import { scopesOfRole } from '../../organizations/role-scopes.ts';
import type { MemberVisit } from '../people/visit.ts';

/** Who a session speaks for, where the v2 operations ask who a key speaks for. */
export function sessionPrincipal({ membership, visitor }: Pick<MemberVisit, 'membership' | 'visitor'>): Principal {
  const { person } = visitor;
  return {
    organizationId: membership.organizationId,
    organizationName: membership.organizationName,
    // Stands for a person where a key's id is asked for; it is in no table of keys.
    keyId: `person:${person.id}`,
    keyName: person.name,
    scopes: scopesOfRole(membership.role),
    expiresAt: null,
    urlKeys: membership.urlKeys,
    holdsSampleData: membership.holdsSampleData,
  };
}
