import { Problem } from '../../contract/problem.ts';
import { createAccountDelay } from './account-delay.ts';
import { createCountedWindows } from './counted-windows.ts';

/** Long enough that guessing a password of ten characters is hopeless, short enough to wait for. */
const windowMs = 15 * 60_000;
/** Wrong passwords for one account from one address, or in one browser that it knows; a person mistypes a few times. */
const perAccount = 10;
/** Wrong passwords of one address, for whatever accounts. */
const perAddress = 100;

/** Who tries a password, and on what. */
export interface Asker {
  /** The client's address (`clientAddress`). */
  address: string;
  /** As it was given, in lower case: that an account is not there is not to be told by how it is counted. */
  account: string;
  /** A browser that was let in to this account not long ago, by its name; null for every other. */
  browser: string | null;
}

export interface PasswordGuesses {
  /**
   * To be asked before a password is looked at; counts nothing.
   * @throws Problem RATE_LIMITED that says how long to wait
   */
  check(asker: Asker): void;
  wrong(asker: Asker): void;
  /** What was mistyped before no longer counts for that account. */
  right(asker: Asker): void;
  /** For the answer to a wrong password: how long the next has to wait, where it has to. */
  untilNext(asker: Asker): { retryAfterSeconds?: number };
}

interface Wait {
  seconds: number;
  why: string;
}

/**
 * Bounds how fast passwords are guessed, in this process. Counted are wrong ones only. A browser that the account knows has
 * a count of its own: whoever guesses at an account, or at all accounts of the office that they sit in, keeps nobody out
 * who was in there before.
 */
export function createPasswordGuesses(now: () => number): PasswordGuesses {
  const windows = createCountedWindows({ windowMs, now });
  const delay = createAccountDelay(now);

  /** The longest of what an asker has to wait for. */
  function waitOf(asker: Asker): Wait | null {
    const own = windows.waits(ownOf(asker), perAccount);
    if (asker.browser !== null) return own === null ? null : { seconds: own, why: reasons.browser };
    const waits = [
      { seconds: windows.waits(asker.address, perAddress), why: reasons.address },
      { seconds: own, why: reasons.account },
      { seconds: delay.waits(asker.account), why: reasons.delay },
    ].flatMap(({ seconds, why }) => (seconds === null ? [] : { seconds, why }));
    return waits.sort((one, other) => other.seconds - one.seconds)[0] ?? null;
  }

  return {
    check: (asker) => {
      const wait = waitOf(asker);
      if (wait === null) return;
      const { seconds, why } = wait;
      throw new Problem('RATE_LIMITED', `${why} Try again in ${inWords(seconds)}.`, { retryAfterSeconds: seconds });
    },
    wrong: (asker) => {
      windows.add(asker.address);
      windows.add(ownOf(asker));
      if (asker.browser === null) delay.wrong(asker.account);
    },
    right: (asker) => {
      windows.forget(ownOf(asker));
      if (asker.browser === null) delay.forget(asker.account);
    },
    untilNext: (asker) => {
      const wait = waitOf(asker);
      return wait === null ? {} : { retryAfterSeconds: wait.seconds };
    },
  };
}

const reasons = {
  browser: 'Too many wrong passwords in this browser.',
  address:
    'Too many wrong passwords from your address. A browser that has signed in to its account within 30 days is let try all the same.',
  account: 'Too many wrong passwords for this account from your address.',
  delay: 'After a wrong password the next try has to wait.',
};

/** What is counted up to ten: an account in a browser that it knows, or from an address. */
function ownOf({ address, account, browser }: Asker): string {
  return `${browser === null ? `address ${address}` : `browser ${browser}`} ${account}`;
}

function inWords(seconds: number): string {
  if (seconds === 1) return 'a second';
  return seconds <= 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
