import type { Principal } from '../../contract/principal.ts';
import { Problem } from '../../contract/problem.ts';

/** Each holds a page in memory and a connection, perhaps for minutes. */
const mostOfOneKey = 4;

/** Exports that are under way, so that nobody opens any number of them. */
export interface OpenExports {
  /** @throws Problem RATE_LIMITED where the caller has too many under way */
  during<Result>(caller: Principal, work: () => Promise<Result>): Promise<Result>;
}

export function createOpenExports(): OpenExports {
  const open = new Map<string, number>();
  return {
    async during({ keyId }, work) {
      const others = open.get(keyId) ?? 0;
      if (others >= mostOfOneKey) {
        throw new Problem('RATE_LIMITED', `This key has ${others} exports under way: wait until one has ended.`, {
          retryAfterSeconds: 10,
        });
      }
      open.set(keyId, others + 1);
      try {
        return await work();
      } finally {
        const left = (open.get(keyId) ?? 1) - 1;
        if (left > 0) open.set(keyId, left);
        else open.delete(keyId);
      }
    },
  };
}
