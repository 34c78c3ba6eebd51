import { LRUCache } from 'lru-cache';

/** A write of which nobody knows whether it was done. */
interface Unsettled {
  readonly idempotencyKey: string;
  readonly at: number;
}

/** As long as the original keeps the answers by which it knows a write again. */
const unsettledMs = 10 * 60_000;

interface Bounds {
  callers: number;
  /** Of one caller: who writes a lot against an upstream in trouble pushes out nobody else's. */
  each: number;
}

const usual: Bounds = { callers: 1_000, each: 50 };

/**
 * The idempotency keys of writes whose outcome is unknown, so that the same write carries the same one once more. Names of
 * writes are digests. The least recently used go first, apart per API key.
 */
export class UnsettledWrites {
  readonly #byCaller: LRUCache<string, LRUCache<string, Unsettled>>;
  readonly #now: () => number;
  readonly #each: number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number, { callers, each }: Bounds = usual) {
    this.#now = now;
    this.#each = each;
    this.#byCaller = new LRUCache({ max: callers });
  }

  keyOf(caller: string, write: string): string | undefined {
    const found = this.#byCaller.get(caller)?.get(write);
    if (found === undefined) return undefined;
    // A clock that was set back does not make it hold for longer.
    if (Math.abs(this.#now() - found.at) <= unsettledMs) return found.idempotencyKey;
    this.settle(caller, write);
    return undefined;
  }

  keep(caller: string, write: string, idempotencyKey: string): void {
    const writes = this.#byCaller.get(caller) ?? new LRUCache<string, Unsettled>({ max: this.#each });
    this.#byCaller.set(caller, writes);
    writes.set(write, { idempotencyKey, at: this.#now() });
  }

  settle(caller: string, write: string): void {
    const writes = this.#byCaller.get(caller);
    writes?.delete(write);
    if (writes?.size === 0) this.#byCaller.delete(caller);
  }

  /** How many are held. */
  get size(): number {
    return [...this.#byCaller.values()].reduce((sum, writes) => sum + writes.size, 0);
  }
}
