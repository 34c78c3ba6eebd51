import type { PasswordHash } from '../../../src/dashboard/auth/password-hash.ts';
import { cheapPasswords } from '../cheap-passwords.ts';

/** Passwords whose hashing takes as long as a test wants. */
export interface Gate {
  passwords: PasswordHash;
  /** Hashed at this moment. */
  readonly running: number;
  /** What of is most was hashed at once. */
  readonly most: number;
  close(): void;
  open(): void;
}

export function createGate(): Gate {
  let running = 0;
  let most = 0;
  let opened = Promise.resolve();
  let open = () => {};
  const through = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    running += 1;
    most = Math.max(most, running);
    await opened;
    running -= 1;
    return work();
  };
  return {
    passwords: {
      hash: (password) => through(() => cheapPasswords.hash(password)),
      verify: (given) => through(() => cheapPasswords.verify(given)),
    },
    get running() {
      return running;
    },
    get most() {
      return most;
    },
    close: () => {
      opened = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => open(),
  };
}
