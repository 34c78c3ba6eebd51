import { describe, expect, it } from 'vitest';
import type { Principal } from '../../src/keys/principal.ts';
import { accessOf, requireScope } from '../../src/mcp/access.ts';

const principal = (urlKeys: Principal['urlKeys']): Principal => ({
  organizationId: 'o',
  organizationName: 'O',
  keyId: 'k',
  keyName: 'K',
  scopes: ['read', 'write'],
  expiresAt: null,
  urlKeys,
  holdsSampleData: false,
});

describe('what a connection may do', () => {
  it('is what its key may do, in a header or where URLs are allowed', () => {
    expect(accessOf(principal('forbid'), 'x-api-key', false).scopes).toEqual(['read', 'write']);
    expect(accessOf(principal('allow'), 'url', false).scopes).toEqual(['read', 'write']);
  });

  it('is to read, for a key in a URL where the organization lets those only read', () => {
    const access = accessOf(principal('read_only'), 'url', false);
    expect(access.scopes).toEqual(['read']);
    expect(() => requireScope(access, 'write')).toThrow(/key in a URL only read/);
    expect(() => requireScope(access, 'read')).not.toThrow();
  });

  it('is nothing, for a key in a URL where the organization forbids those', () => {
    expect(() => accessOf(principal('forbid'), 'url', false)).toThrow(/does not allow keys in URLs/);
  });

  it('is to read, where the connection wants no more', () => {
    expect(accessOf(principal('allow'), 'authorization', true).scopes).toEqual(['read']);
    expect(accessOf(null, null, true).scopes).toEqual(['read']);
  });

  it('without a key shows all that there is', () => {
    expect(accessOf(null, null, false).scopes).toEqual(['read', 'write', 'admin']);
  });
});
