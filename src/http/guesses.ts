import { LRUCache } from 'lru-cache';
import { createFixedWindow, type FixedWindow } from './fixed-window.ts';

/** A key that nobody here vouches for, before somebody else is asked about it. */
export type Guess =
  /** To be called back with what came of it: `unasked` where the question did not get through. */
  | { readonly kind: 'ask'; readonly answered: (came: 'valid' | 'wrong' | 'unasked') => void }
  /** Somebody else asks about the same key just now: it is one guess. */
  | { readonly kind: 'same'; readonly answered: () => void }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number };

export interface Guesses {
  /** @param name tells the key from others without telling it */
  begin(address: string, name: string): Guess;
}

/** Questions under way at once: fewer than the way for guesses has room for, and of one address few enough that others get through. */
const underWayInAll = 64;
const underWayPerAddress = 8;
const secondTriesPerMinute = 60;
const addressesCounted = 10_000;
const turnedAwayKept = 10_000;

/**
 * Bounds what somebody else is asked about keys. Nobody can tell a guess from a new key without asking, but a guess is
 * sent once, and who has a key goes on with it: over the limit of its address a key is turned away unasked, and asked
 * about when it comes again. So a flood of guesses does not shut out the new key of a neighbour at the same address.
 * @param failures what an address may get wrong in a minute; a guess counts there until it turns out to be right
 */
export function createGuesses({ failures, now }: { failures: FixedWindow; now: () => number }): Guesses {
  const secondTries = createFixedWindow({ limit: secondTriesPerMinute, now, subjects: addressesCounted });
  const turnedAway = new LRUCache<string, true>({ max: turnedAwayKept });
  const underWay = new Set<string>();
  const perAddress = new Map<string, number>();

  function asking(address: string, name: string, countedIn: FixedWindow): Guess {
    const taken = countedIn.take(address);
    if (taken.retryAfterSeconds !== null) return { kind: 'wait', retryAfterSeconds: taken.retryAfterSeconds };
    underWay.add(name);
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
    turnedAway.delete(name);
    const answered = (came: 'valid' | 'wrong' | 'unasked') => {
      underWay.delete(name);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
      if (came !== 'wrong') countedIn.giveBack(address, taken);
    };
    return { kind: 'ask', answered };
  }

  return {
    begin(address, name) {
      if (underWay.has(name)) return { kind: 'same', answered: () => undefined };
      const isFull = underWay.size >= underWayInAll || (perAddress.get(address) ?? 0) >= underWayPerAddress;
      const first: Guess = isFull ? { kind: 'wait', retryAfterSeconds: 1 } : asking(address, name, failures);
      if (first.kind !== 'wait' || isFull) return first;
      if (turnedAway.has(name)) return asking(address, name, secondTries);
      turnedAway.set(name, true);
      return { kind: 'wait', retryAfterSeconds: 1 };
    },
  };
}
