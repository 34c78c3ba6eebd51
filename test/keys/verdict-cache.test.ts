import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/keys/verdict.ts';
import { createVerdictCache, type KnownKey } from '../../src/keys/verdict-cache.ts';

const verdicts = {
  disabled: { kind: 'disabled', key: { organizationId: 'an organization', keyId: 'a key' } },
  unknown: { kind: 'unknown' },
} as const satisfies Partial<Record<Verdict['kind'], Verdict>>;

const entry = (kind: keyof typeof verdicts): KnownKey => ({ verdict: verdicts[kind], expiresAt: 0 });

function held(cache: ReturnType<typeof createVerdictCache>, digests: readonly string[]): number {
  return digests.filter((digest) => cache.get(digest) !== undefined).length;
}

describe('the cache of verdicts', () => {
  it('never holds more than its bounds', () => {
    const digests = Array.from({ length: 1_000 }, (_, n) => `key ${n}`);
    const guesses = Array.from({ length: 1_000 }, (_, n) => `guess ${n}`);
    const cache = createVerdictCache({ known: 100, unknown: 20 });
    for (const digest of digests) cache.set(digest, entry('disabled'));
    for (const guess of guesses) cache.set(guess, entry('unknown'));
    expect(held(cache, digests)).toBeLessThanOrEqual(100);
    expect(held(cache, guesses)).toBeLessThanOrEqual(20);
  });

  it('keeps what is in use while others come and go', () => {
    const cache = createVerdictCache({ known: 100, unknown: 20 });
    cache.set('busy', entry('disabled'));
    for (let n = 0; n < 1_000; n += 1) {
      cache.set(`key ${n}`, entry('disabled'));
      expect(cache.get('busy')).toBeDefined();
    }
  });

  it('loses no existing key to a flood of guesses', () => {
    const cache = createVerdictCache({ known: 100, unknown: 20 });
    cache.set('quiet', entry('disabled'));
    for (let n = 0; n < 1_000; n += 1) cache.set(`guess ${n}`, entry('unknown'));
    expect(cache.get('quiet')).toBeDefined();
  });

  it('lets the one that was used longest ago go for one more than it may hold', () => {
    const cache = createVerdictCache({ known: 4, unknown: 2 });
    const digests = ['a', 'b', 'c', 'd', 'e'];
    for (const digest of digests.slice(0, 4)) cache.set(digest, entry('disabled'));
    cache.get('a');
    cache.set('e', entry('disabled'));
    expect(digests.map((digest) => cache.get(digest) !== undefined)).toEqual([true, false, true, true, true]);
  });

  it('tells a key that it never saw from one that it knows', () => {
    const cache = createVerdictCache();
    const known = entry('disabled');
    cache.set('a', known);
    expect([cache.get('a'), cache.get('b'), cache.get('a')]).toEqual([known, undefined, known]);
  });

  it('is empty once cleared', () => {
    const cache = createVerdictCache();
    cache.set('a', entry('disabled'));
    cache.set('b', entry('unknown'));
    cache.clear();
    expect(held(cache, ['a', 'b'])).toBe(0);
  });
});
