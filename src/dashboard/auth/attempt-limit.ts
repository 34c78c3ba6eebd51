import { createCountedWindows } from './counted-windows.ts';

/** Long enough that guessing a password of ten characters is hopeless, short enough to wait for. */
const windowMs = 15 * 60_000;
/** Wrong passwords for one account from one address; a person mistypes a few times. */
const perAccount = 10;
/** Anything of one address that costs a password hash. */
const perAddress = 100;
const refusal = 'Too many attempts. Wait a little, then try again.';

export interface AttemptLimit {
  /**
   * Counts an attempt of an address on an account before its password is looked at.
   * @throws Problem RATE_LIMITED
   */
  attempt(address: string, account: string): void;
  /** The password was right: what was mistyped before no longer counts for that account. */
  succeeded(address: string, account: string): void;
}

/**
 * Slows down whoever guesses passwords, in this process. By address and account together, so that nobody can lock
 * somebody else out from another address.
 */
export function createAttemptLimit(now: () => number): AttemptLimit {
  const windows = createCountedWindows({ windowMs, now });
  return {
    attempt: (address, account) => {
      windows.count(address, perAddress, refusal);
      windows.count(`${address} ${account}`, perAccount, refusal);
    },
    succeeded: (address, account) => windows.forget(`${address} ${account}`),
  };
}
