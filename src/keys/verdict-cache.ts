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
  const existing = recentlyUsed<KnownKey>(known);
  const guesses = recentlyUsed<KnownKey>(unknown);
  return {
    get: (digest) => existing.get(digest) ?? guesses.get(digest),
    set: (digest, entry) => (entry.verdict.kind === 'unknown' ? guesses : existing).set(digest, entry),
    clear: () => {
      existing.clear();
      guesses.clear();
    },
  };
}

/**
 * A least-recently-used map in two halves: an entry that is read moves to the young half, and when that is full the old
 * half is dropped. Unlike with a linked list, a hit in the young half (nearly every hit) writes nothing.
 */
function recentlyUsed<Value>(limit: number) {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  const set = (key: string, value: Value): void => {
    if (young.size >= limit / 2) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key: string): Value | undefined {
      const recent = young.get(key);
      if (recent !== undefined) return recent;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
    clear(): void {
      young = new Map();
      old = new Map();
    },
  };
}
