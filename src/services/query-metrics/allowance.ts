import { Problem } from '../../contract/problem.ts';

const minuteMs = 60_000;
const atOnce = 2;

interface Used {
  running: number;
  begun: number;
}

/** Lets a key ask two queries at once and some a minute of the clock, on this process. */
export class Allowance {
  readonly #now: () => number;
  readonly #perMinute: number;
  /** Keys of this minute, and those that have a query running. */
  readonly #used = new Map<string, Used>();
  #minute = 0;

  constructor({ now, queriesPerMinute }: { readonly now: () => number; readonly queriesPerMinute: number }) {
    this.#now = now;
    this.#perMinute = queriesPerMinute;
  }

  /** Runs a query of a key. @throws Problem RATE_LIMITED */
  async run<Answer>(keyId: string, query: () => Promise<Answer>): Promise<Answer> {
    const used = this.#usedBy(keyId);
    if (used.running >= atOnce) throw limited(`This key has ${atOnce} queries running; wait for one to end.`, 1);
    if (used.begun >= this.#perMinute) {
      const seconds = Math.max(1, Math.ceil(((this.#minute + 1) * minuteMs - this.#now()) / 1000));
      throw limited(`This key has asked ${this.#perMinute} queries in this minute.`, seconds);
    }
    used.running += 1;
    used.begun += 1;
    try {
      return await query();
    } finally {
      used.running -= 1;
    }
  }

  #usedBy(keyId: string): Used {
    const minute = Math.floor(this.#now() / minuteMs);
    if (minute !== this.#minute) this.#forget(minute);
    const used = this.#used.get(keyId) ?? { running: 0, begun: 0 };
    this.#used.set(keyId, used);
    return used;
  }

  /** With a new minute keys without a running query go. */
  #forget(minute: number): void {
    this.#minute = minute;
    for (const [keyId, used] of this.#used) {
      if (used.running === 0) this.#used.delete(keyId);
      else used.begun = 0;
    }
  }
}

function limited(detail: string, retryAfterSeconds: number): Problem {
  return new Problem('RATE_LIMITED', detail, { retryAfterSeconds });
}
