import { noTurn, shuttingDown } from './refused.ts';

export interface TurnsSetting {
  /** How many work at once. */
  readonly lanes: number;
  /** How long one waits for its turn. */
  readonly patienceMs: number;
  /** How many may wait: of all organizations, and of each. */
  readonly mostWaiting: number;
  readonly mostWaitingEach: number;
}

/** A few deadlines of patience: clients that call give up at about that time. */
export function turnsWithin(lanes: number, deadlineMs: number): TurnsSetting {
  return { lanes, patienceMs: 4 * deadlineMs, mostWaiting: 64, mostWaitingEach: 16 };
}

interface Waiting {
  begin(): void;
  refuse(error: Error): void;
}

/** What is known of an organization while it has something under way or waiting. */
interface Standing {
  readonly waiting: Set<Waiting>;
  running: number;
  /** The number of its last turn; 0 before its first. */
  lastTurn: number;
}

/**
 * Turns of organizations at a few lanes. Next is whoever has the fewest under way, and of those the one whose last turn is
 * longest ago: an organization that asks much waits for itself, not others for it.
 */
export class Turns {
  readonly #setting: TurnsSetting;
  readonly #standings = new Map<string, Standing>();
  #turn = 0;
  #isStopped = false;
  running = 0;
  waiting = 0;

  constructor(setting: TurnsSetting) {
    this.#setting = setting;
  }

  /** Does the work in its turn. @throws Problem SERVICE_UNAVAILABLE where the queue is full, or no turn comes in time */
  async take<Result>(organizationId: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#isStopped) throw shuttingDown();
    const standing = this.#standings.get(organizationId) ?? { waiting: new Set<Waiting>(), running: 0, lastTurn: 0 };
    this.#standings.set(organizationId, standing);
    if (this.running >= this.#setting.lanes) await this.#turnOf(standing);
    else this.#begin(standing);
    try {
      return await work();
    } finally {
      this.running -= 1;
      standing.running -= 1;
      this.#next();
      if (standing.running + standing.waiting.size === 0) this.#standings.delete(organizationId);
    }
  }

  /** Refuses all that wait, and all that come. */
  stop(): void {
    this.#isStopped = true;
    for (const { waiting } of this.#standings.values()) for (const each of waiting) each.refuse(shuttingDown());
  }

  #turnOf(standing: Standing): Promise<void> {
    const { mostWaiting, mostWaitingEach, patienceMs } = this.#setting;
    const refused = () => noTurn(Math.ceil(patienceMs / 4_000));
    if (this.waiting >= mostWaiting || standing.waiting.size >= mostWaitingEach) return Promise.reject(refused());
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        this.waiting -= 1;
        standing.waiting.delete(each);
      };
      const each: Waiting = {
        begin: () => {
          leave();
          this.#begin(standing);
          resolve();
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const timer = setTimeout(() => each.refuse(refused()), patienceMs);
      this.waiting += 1;
      standing.waiting.add(each);
    });
  }

  /** Counted at once, so that nobody else takes the lane before the work goes on. */
  #begin(standing: Standing): void {
    this.#turn += 1;
    this.running += 1;
    standing.running += 1;
    standing.lastTurn = this.#turn;
  }

  #next(): void {
    let best: Standing | null = null;
    for (const standing of this.#standings.values()) {
      if (standing.waiting.size === 0) continue;
      if (best === null || isBefore(standing, best)) best = standing;
    }
    const [first] = best?.waiting ?? [];
    first?.begin();
  }
}

function isBefore(one: Standing, other: Standing): boolean {
  if (one.running !== other.running) return one.running < other.running;
  return one.lastTurn < other.lastTurn;
}
