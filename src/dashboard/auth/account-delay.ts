import { LRUCache } from 'lru-cache';

const accountsKept = 50_000;
const longestSeconds = 30;
/** An account at which nobody guesses for so long begins anew: slower for whoever guesses than to go on. */
const forgottenMs = 15 * 60_000;

export interface AccountDelay {
  /** Seconds until the next try may come; null where it may come now. */
  waits(account: string): number | null;
  wrong(account: string): void;
  forget(account: string): void;
}

interface Tried {
  wrong: number;
  notBefore: number;
  forgottenAt: number;
}

/** What has to pass after so many wrong passwords: 1, 2, 4 … 30 seconds. */
function secondsAfter(wrong: number): number {
  return Math.min(longestSeconds, 2 ** (wrong - 1));
}

/**
 * Makes guesses at one account slow, from however many addresses they come, in this process. A restart forgets it: that is
 * the operator's to do, and gives whoever guesses five tries.
 */
export function createAccountDelay(now: () => number): AccountDelay {
  const tried = new LRUCache<string, Tried>({ max: accountsKept });
  return {
    waits: (account) => {
      const notBefore = tried.get(account)?.notBefore ?? 0;
      return notBefore <= now() ? null : Math.ceil((notBefore - now()) / 1000);
    },
    wrong: (account) => {
      const at = now();
      const known = tried.get(account);
      const wrong = (known === undefined || known.forgottenAt <= at ? 0 : known.wrong) + 1;
      tried.set(account, { wrong, notBefore: at + secondsAfter(wrong) * 1000, forgottenAt: at + forgottenMs });
    },
    forget: (account) => {
      tried.delete(account);
    },
  };
}
