import type { Asker, PasswordGuesses } from './password-guesses.ts';
import type { PasswordTurns } from './password-turns.ts';

interface Guarding {
  guesses: PasswordGuesses;
  turns: PasswordTurns;
}

/**
 * The one way to look at a password: in its turn, and counted where it is wrong.
 * @param verify null for a wrong password; hashes in any case
 * @throws Problem RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function tryPassword<Result>(
  { guesses, turns }: Guarding,
  asker: Asker,
  verify: () => Promise<Result | null>,
): Promise<Result | null> {
  // Whoever has to wait anyway takes no place in the queue.
  guesses.check(asker);
  const { address, account, browser } = asker;
  return await turns.run({ address, subject: `${account} ${browser ?? ''}` }, async () => {
    // Those of the same account before it may have been wrong.
    guesses.check(asker);
    const result = await verify();
    if (result === null) guesses.wrong(asker);
    else guesses.right(asker);
    return result;
  });
}
