import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problem.ts';

/** Long enough that guessing a password of ten characters is hopeless, short enough to wait for. */
const windowMs = 15 * 60_000;
/** Wrong passwords for one account from one address; a person mistypes a few times. */
const perAccount = 10;
/** Anything of one address that costs a password hash. */
const perAddress = 100;
const subjectsKept = 50_000;

export interface AttemptLimit {
  /**
   * Counts an attempt of an address on an account before its password is looked at.
   * @throws Problem RATE_LIMITED
   */
  attempt(address: string, account: string): void;
  /** The password was right: what was mistyped before no longer counts for that account. */
  succeeded(address: string, account: string): void;
}

interface Counted {
  attempts: number;
  endsAt: number;
}

/**
 * Slows down whoever guesses passwords, in this process. By address and account together, so that nobody can lock
 * somebody else out from another address.
 */
export function createAttemptLimit(now: () => number): AttemptLimit {
  const counted = new LRUCache<string, Counted>({ max: subjectsKept });

  function count(subject: string, limit: number): void {
    const at = now();
    const known = counted.get(subject);
    const current = known === undefined || known.endsAt <= at ? { attempts: 0, endsAt: at + windowMs } : known;
    if (current.attempts >= limit) {
      throw new Problem('RATE_LIMITED', 'Too many attempts. Wait a little, then try again.', {
        retryAfterSeconds: Math.ceil((current.endsAt - at) / 1000),
      });
    }
    current.attempts += 1;
    counted.set(subject, current);
  }

  return {
    attempt: (address, account) => {
      count(address, perAddress);
      count(`${address} ${account}`, perAccount);
    },
    succeeded: (address, account) => {
      counted.delete(`${address} ${account}`);
    },
  };
}
