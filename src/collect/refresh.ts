import { claimDue, type DueRefresh, postpone, scheduleUnscheduled } from './claim.ts';
import type { Provider } from './provider.ts';
import { type RefreshContext, type Refreshed, refreshOne } from './refresh-one.ts';
import { nextRetry } from './schedule.ts';
import { systemTimers } from './timers.ts';

export interface RefreshLoop {
  /** Begins to look for what is due. */
  start(): void;
  /** Looks at once: something became due just now, e.g. a new account. Safe to call any time. */
  nudge(): void;
  /** Takes on nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** What happened, for logs and metrics. Creator text and usernames are not in it. */
export type RefreshEvent =
  | {
      kind: Refreshed['kind'];
      resource: DueRefresh['kind'];
      id: string;
      organizationId: string;
      reason?: string;
      /** How many posts could not be read; the account names them. */
      unreadable?: number;
    }
  /** The store failed; the loop goes on, and what was claimed comes up again when its lease ends. */
  | { kind: 'store_failed'; error: unknown };

export interface RefreshOptions extends Omit<RefreshContext, 'provider' | 'timers' | 'room'> {
  /** Null: nothing is ever refreshed. */
  provider: Provider | null;
  timers?: RefreshContext['timers'];
  room?: RefreshContext['room'];
  report?: (event: RefreshEvent) => void;
  /** How many resources at the same time. */
  concurrency?: number;
}

/** How often to look when nothing rings, ms. */
const pollMs = 5_000;
/** Longer than a refresh may take: a minute for the provider, seconds for the store. */
const leaseMs = 180_000;

/**
 * The refresh loop: asks the provider about every active account and video whose `next_refresh_at` has come, each on its own
 * interval. Any number of processes may run one on the same database.
 */
export function createRefreshLoop(options: RefreshOptions): RefreshLoop {
  const { provider } = options;
  if (provider === null) return { start: () => undefined, nudge: () => undefined, stop: async () => undefined };
  return runningLoop({
    timers: systemTimers,
    room: async () => undefined,
    report: () => undefined,
    concurrency: 4,
    ...options,
    provider,
  });
}

function runningLoop(options: Required<RefreshOptions> & RefreshContext): RefreshLoop {
  const { store, now, timers, report, concurrency } = options;
  const underWay = new Set<Promise<void>>();
  const failures = new Map<string, number>();
  let bell = Promise.withResolvers<void>();
  let isStopping = false;
  let running: Promise<void> | null = null;
  const ring = () => bell.resolve();

  async function run(): Promise<void> {
    await guarded(() => scheduleUnscheduled(store, now(), options.provider));
    while (!isStopping) {
      // The bell is renewed before looking, so that anything that becomes due meanwhile rings the new one.
      bell = Promise.withResolvers<void>();
      const hasTaken = await guarded(takeDue);
      if (hasTaken && underWay.size < concurrency) continue;
      const cancel = timers.after(pollMs, ring);
      await bell.promise;
      cancel();
    }
    await Promise.all(underWay);
  }

  /** Whether anything was due. */
  async function takeDue(): Promise<boolean> {
    const limit = concurrency - underWay.size;
    if (limit === 0) return false;
    const leaseUntil = now() + leaseMs;
    const taken = await claimDue(store, { now: now(), leaseUntil, limit, provider: options.provider });
    for (const refresh of taken) {
      const work = guarded(() => refreshAndSettle(refresh, leaseUntil)).then(() => {
        underWay.delete(work);
        ring();
      });
      underWay.add(work);
    }
    return taken.length > 0;
  }

  async function refreshAndSettle(refresh: DueRefresh, leaseUntil: number): Promise<void> {
    const { kind: resource, id, organizationId } = refresh;
    const outcome = await refreshOne(options, refresh);
    if (outcome.kind === 'failed') {
      const failed = (failures.get(id) ?? 0) + 1;
      failures.set(id, failed);
      const until = nextRetry({ failures: failed, intervalHours: refresh.intervalHours, now: now() });
      await postpone(store, refresh, { leaseUntil, until });
    } else {
      failures.delete(id);
    }
    report({ resource, id, organizationId, ...outcome });
  }

  /** The loop outlives any failure of the store; undefined when it failed. */
  async function guarded<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      report({ kind: 'store_failed', error });
      return undefined;
    }
  }

  return {
    start() {
      running ??= run();
    },
    nudge: ring,
    async stop() {
      isStopping = true;
      ring();
      await running;
    },
  };
}
