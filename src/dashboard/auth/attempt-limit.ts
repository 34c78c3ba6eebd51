import { createCountedWindows } from './counted-windows.ts';

const windowMs = 15 * 60_000;
const perSubject = 10;
const refusal = 'Too many attempts. Wait a little, then try again.';

export interface AttemptLimit {
  /**
   * Counts an attempt of an address to make an account, by an invitation, the setup link or sign-up.
   * @throws Problem RATE_LIMITED
   */
  attempt(address: string, subject: string): void;
}

/**
 * Slows down whoever tries out which accounts can be made, in this process: its answers tell whether an address has one.
 * What guesses at passwords is counted in `password-guesses.ts`.
 */
export function createAttemptLimit(now: () => number): AttemptLimit {
  const windows = createCountedWindows({ windowMs, now });
  return { attempt: (address, subject) => windows.count(`${address} ${subject}`, perSubject, refusal) };
}
