import { describe, expect, it } from 'vitest';
import { operations } from '../../src/contract/operations.ts';
import type { Principal } from '../../src/contract/principal.ts';
import { Problem } from '../../src/contract/problem.ts';
import type { Scope } from '../../src/contract/scope.ts';
import { type Access, accessOf, mayCall, requireScope, scopeOf } from '../../src/mcp/call/access.ts';
import { catalog } from '../../tools/catalog.ts';

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

function refused(ask: () => unknown): Problem {
  try {
    ask();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was let in');
}

describe('what a connection may do', () => {
  it('is what its key may do, in a header or where URLs are allowed', () => {
    const all = { scopes: ['read', 'write'], narrowed: null };
    for (const rule of ['forbid', 'read_only', 'allow'] as const) {
      for (const place of ['authorization', 'x-api-key', 'x-auth-token', null] as const) {
        expect(accessOf(principal(rule), place, false)).toEqual(all);
      }
    }
    expect(accessOf(principal('allow'), 'url', false)).toEqual(all);
  });

  it('is to read only, with a key in a URL where the organization allows those to read', () => {
    const access = { scopes: ['read'], narrowed: { by: 'url_key', held: ['read', 'write'] } };
    expect(accessOf(principal('read_only'), 'url', false)).toEqual(access);
    expect(accessOf(principal('read_only'), 'url', true)).toEqual(access);
  });

  it('is nothing, with a key in a URL where the organization forbids those', () => {
    for (const wantsReadOnly of [false, true]) {
      const problem = refused(() => accessOf(principal('forbid'), 'url', wantsReadOnly));
      expect(problem.code).toBe('FORBIDDEN');
      expect(problem.detail).toMatch(/does not allow keys in URLs.*Authorization: Bearer/);
    }
  });

  it('is to read, where the connection wants no more', () => {
    for (const place of ['authorization', 'url'] as const) {
      expect(accessOf(principal('allow'), place, true)).toEqual({
        scopes: ['read'],
        narrowed: { by: 'read_only', held: ['read', 'write'] },
      });
    }
    expect(accessOf(null, null, true)).toEqual({
      scopes: ['read'],
      narrowed: { by: 'read_only', held: ['read', 'write', 'admin'] },
    });
  });

  it('without a key shows all that there is', () => {
    for (const place of [null, 'url'] as const) {
      expect(accessOf(null, place, false)).toEqual({ scopes: ['read', 'write', 'admin'], narrowed: null });
    }
  });
});

const only = (...scopes: Scope[]): Access => ({ scopes, narrowed: null });

describe('a scope that is needed', () => {
  it('is refused where it was not granted, by its name and those that the key has', () => {
    const problem = refused(() => requireScope(only('read'), 'write'));
    expect([problem.code, problem.detail]).toEqual([
      'INSUFFICIENT_SCOPE',
      'This needs the scope write; this key has read.',
    ]);
    expect(refused(() => requireScope(only('read', 'write'), 'admin')).detail).toContain('this key has read, write.');
    expect(refused(() => requireScope(only(), 'read')).code).toBe('INSUFFICIENT_SCOPE');
  });

  it('is refused with the reason, where the key has it and the connection does not', () => {
    const inUrl = accessOf(principal('read_only'), 'url', false);
    expect(refused(() => requireScope(inUrl, 'write')).detail).toBe(
      'This needs the scope write; this key has read, write, but this organization lets a key in a URL only read: send it as `Authorization: Bearer <key>`.',
    );
    const wanted = accessOf(principal('allow'), 'x-api-key', true);
    expect(refused(() => requireScope(wanted, 'write')).detail).toBe(
      'This needs the scope write; this key has read, write, but this connection was opened with read_only=true.',
    );
  });

  it('passes where it was granted, or where none is needed', () => {
    expect(() => requireScope(only('read'), 'read')).not.toThrow();
    expect(() => requireScope(only('write'), 'read')).not.toThrow();
    expect(() => requireScope(only(), null)).not.toThrow();
  });
});

describe.each(catalog.map((tool) => ({ name: tool.name, tool })))('the tool $name', ({ tool }) => {
  const stated = tool.kind === 'meta' ? tool.scope : operations[tool.name].scope;
  const needed = stated === 'open' || stated === 'any' ? null : stated;

  it('needs the scope that is written at its operation', () => {
    expect(scopeOf(tool)).toBe(needed);
  });

  it('is shown to keys with its scope, if the API behind the port has it', () => {
    expect(mayCall(only(), tool)).toBe(needed === null);
    expect(mayCall(only('read'), tool)).toBe(needed === null || needed === 'read');
    expect(mayCall(only('ingest'), tool)).toBe(needed === null || needed === 'ingest');
    expect(mayCall(only('read', 'write', 'admin'), tool)).toBe(true);
    expect(mayCall({ ...only('admin'), offer: { lacking: new Set([tool.name]), unlisted: new Map() } }, tool)).toBe(
      false,
    );
    expect(mayCall({ ...only('admin'), offer: { lacking: new Set(['another']), unlisted: new Map() } }, tool)).toBe(
      true,
    );
  });
});
