import { LRUCache } from 'lru-cache';
import type { Verdict } from './verdict.ts';

/** What is known of a key, apart from whether it has expired by now. */
export interface KnownKey {
  verdict: Verdict;
  /** Milliseconds since 1970; from then on the verdict is `expired`. Infinity where time changes nothing. */
  expiresAt: number;
}

/** Verdicts by the salted digest of a key; never by the key. */
export interface VerdictCache {
  get(digest: string): KnownKey | undefined;
  set(digest: string, known: KnownKey): void;
  clear(): void;
}

/**
 * Keeps the most recently used verdicts. Unknown keys have a smaller space of their own, so that a flood of guesses
 * pushes out no working key.
 */
export function createVerdictCache({ known = 10_000, unknown = 2_000 } = {}): VerdictCache {
  const existing = new LRUCache<string, KnownKey>({ max: known });
  const guesses = new LRUCache<string, KnownKey>({ max: unknown });
  return {
    get: (digest) => existing.get(digest) ?? guesses.get(digest),
    set: (digest, entry) => (entry.verdict.kind === 'unknown' ? guesses : existing).set(digest, entry),
    clear: () => {
      existing.clear();
      guesses.clear();
    },
  };
}
