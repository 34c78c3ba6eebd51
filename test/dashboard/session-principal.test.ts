import { expect, it } from 'vitest';
import { type Role, roles } from '../../src/dashboard/contract/route.ts';
import { sessionPrincipal } from '../../src/dashboard/server/session-principal.ts';

const visitor = {
  person: { id: 'p', email: 'ana@example.com', name: 'Ana' },
  sessionId: 's',
  organizationId: 'elsewhere',
};
const membership = {
  organizationId: 'o',
  organizationName: 'Acme',
  suspended: false,
  urlKeys: 'read_only',
  holdsSampleData: true,
} as const;
const principalOf = (role: Role) => sessionPrincipal({ visitor, membership: { ...membership, role } });

it('a role may do with the data what the scopes of a key stand for', () => {
  expect(roles.map((role) => [role, principalOf(role).scopes])).toEqual([
    ['viewer', ['read']],
    ['member', ['read', 'write']],
    ['admin', ['read', 'write', 'admin']],
    ['owner', ['read', 'write', 'admin']],
  ]);
});

it('a session speaks for its person in the organization of the membership, and for no key', () => {
  expect(principalOf('viewer')).toEqual({
    organizationId: 'o',
    organizationName: 'Acme',
    keyId: 'person:p',
    keyName: 'Ana',
    scopes: ['read'],
    expiresAt: null,
    urlKeys: 'read_only',
    holdsSampleData: true,
  });
});
