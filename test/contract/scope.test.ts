import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows, impliedScopes, type Scope, scopeMeaning, scopes } from '../../src/contract/scope.ts';

const some = fc
  .subarray<Scope>([...scopes])
  .chain((subset) => fc.shuffledSubarray(subset, { minLength: subset.length }));

describe('scopes', () => {
  it('allow nothing where none was granted', () => {
    expect(impliedScopes([])).toEqual([]);
    for (const needed of scopes) expect(allows([], needed)).toBe(false);
    expect(allows([], 'any')).toBe(false);
  });

  it('allow what is as wide or narrower, and nothing wider', () => {
    const table = scopes.map((granted) => scopes.map((needed) => allows([granted], needed)));
    expect(table).toEqual([
      [true, false, false, false],
      [false, true, false, false],
      [true, true, true, false],
      [true, true, true, true],
    ]);
    expect(scopes.map((granted) => allows([granted], 'any'))).toEqual([true, true, true, true]);
  });

  it('come to the widest of them with all before it, in whatever order they are', () => {
    expect(scopes.map((scope) => impliedScopes([scope]))).toEqual([
      ['ingest'],
      ['read'],
      ['read', 'write'],
      ['read', 'write', 'admin'],
    ]);
    fc.assert(
      fc.property(some, (granted) => {
        const implied = impliedScopes(granted);
        const allowed = scopes.filter((needed) => granted.some((scope) => allows([scope], needed)));
        // What write includes is not named beside it: keys go on to say what they always said.
        expect(implied).toEqual(allowed.filter((scope) => scope !== 'ingest' || !allowed.includes('write')));
        expect(impliedScopes(implied)).toEqual(implied);
        for (const needed of scopes) expect(allows(granted, needed)).toBe(allowed.includes(needed));
      }),
    );
  });

  it('say each in a sentence of its own what they allow', () => {
    expect(Object.keys(scopeMeaning)).toEqual(scopes);
    expect(new Set(Object.values(scopeMeaning)).size).toBe(scopes.length);
    for (const meaning of Object.values(scopeMeaning)) expect(meaning).toMatch(/^[A-Z].+\.$/);
  });
});
