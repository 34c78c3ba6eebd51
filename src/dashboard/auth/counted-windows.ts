import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problem.ts';

const subjectsKept = 50_000;

export interface CountedWindows {
  /** @throws Problem RATE_LIMITED for what is over the limit; nothing is counted then */
  count(subject: string, limit: number, refusal: string): void;
  forget(subject: string): void;
}

interface Counted {
  times: number;
  endsAt: number;
}

/**
 * Counts per subject in windows that begin with the first time, in this process. What was counted longest ago is forgotten
 * first, so memory is bounded.
 */
export function createCountedWindows({ windowMs, now }: { windowMs: number; now: () => number }): CountedWindows {
  const counted = new LRUCache<string, Counted>({ max: subjectsKept });
  return {
    count: (subject, limit, refusal) => {
      const at = now();
      const known = counted.get(subject);
      const current = known === undefined || known.endsAt <= at ? { times: 0, endsAt: at + windowMs } : known;
      if (current.times >= limit) {
        throw new Problem('RATE_LIMITED', refusal, { retryAfterSeconds: Math.ceil((current.endsAt - at) / 1000) });
      }
      current.times += 1;
      counted.set(subject, current);
    },
    forget: (subject) => {
      counted.delete(subject);
    },
  };
}
