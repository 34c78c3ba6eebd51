import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problem.ts';

const subjectsKept = 50_000;

export interface CountedWindows {
  /** @throws Problem RATE_LIMITED for what is over the limit; nothing is counted then */
  count(subject: string, limit: number, refusal: string): void;
  /** Counts once more, whatever the limit. */
  add(subject: string): void;
  /** Seconds until the window ends, where the subject has reached the limit; else null. */
  waits(subject: string, limit: number): number | null;
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

  function currentOf(subject: string): Counted {
    const at = now();
    const known = counted.get(subject);
    return known === undefined || known.endsAt <= at ? { times: 0, endsAt: at + windowMs } : known;
  }

  function add(subject: string): void {
    const { times, endsAt } = currentOf(subject);
    counted.set(subject, { times: times + 1, endsAt });
  }

  function waits(subject: string, limit: number): number | null {
    const { times, endsAt } = currentOf(subject);
    return times < limit ? null : Math.ceil((endsAt - now()) / 1000);
  }

  return {
    add,
    waits,
    count: (subject, limit, refusal) => {
      const retryAfterSeconds = waits(subject, limit);
      if (retryAfterSeconds !== null) throw new Problem('RATE_LIMITED', refusal, { retryAfterSeconds });
      add(subject);
    },
    forget: (subject) => {
      counted.delete(subject);
    },
  };
}
