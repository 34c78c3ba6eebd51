import {
  BrokenCircuitError,
  type BulkheadPolicy,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { RawAnswer } from './connection.ts';
import { UpstreamFailure } from './failure.ts';

/** One organization's way to the upstream: what it has under way, and whether its requests fail. */
export interface Lane {
  readonly bulkhead: BulkheadPolicy;
  readonly breaker: CircuitBreakerPolicy;
}

interface LaneSetting {
  probeMs: number;
  /** A request that shows whether the upstream answers again. */
  probe: () => Promise<RawAnswer>;
  changed: (state: 'open' | 'closed') => void;
  mostLanes?: number;
}

/** Under way at once, and waiting: a burst of one organization waits for itself. */
const atOnce = 16;
const waiting = 64;
const failuresToOpen = 5;

/** The lanes by organization. Each has its own circuit, so that one organization's trouble closes no other's way. */
export function createLanes({ probeMs, probe, changed, mostLanes = 1_000 }: LaneSetting) {
  const lanes = new LRUCache<string, Lane & { end: () => void }>({ max: mostLanes, dispose: (lane) => lane.end() });

  function open(): Lane & { end: () => void } {
    let timer: NodeJS.Timeout | undefined;
    let isOpen = false;
    const tell = (open: boolean) => {
      // A failed probe opens the circuit again: nothing new to tell.
      if (open !== isOpen) changed(open ? 'open' : 'closed');
      isOpen = open;
    };
    const failures = handleType(UpstreamFailure, ({ kind }) => kind !== 'too_large').orWhenResult(isServerError);
    const breaker = circuitBreaker(failures, {
      breaker: new ConsecutiveBreaker(failuresToOpen),
      halfOpenAfter: probeMs,
    });
    // Without this the next caller would have to find out: nobody may come for hours.
    const probeLater = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        breaker.execute(probe).catch((error: unknown) => {
          // The timer may be a millisecond early.
          if (error instanceof BrokenCircuitError) probeLater(5);
        });
      }, ms).unref();
    };
    breaker.onBreak(() => {
      probeLater(probeMs);
      tell(true);
    });
    breaker.onReset(() => {
      clearTimeout(timer);
      tell(false);
    });
    const end = () => {
      clearTimeout(timer);
      tell(false);
    };
    return { bulkhead: bulkhead(atOnce, waiting), breaker, end };
  }

  return {
    of(organizationId: string): Lane {
      const known = lanes.get(organizationId);
      if (known !== undefined) return known;
      const lane = open();
      lanes.set(organizationId, lane);
      return lane;
    },
    /** How many lanes take no requests now. */
    openCircuits: () => [...lanes.values()].filter(({ breaker }) => breaker.state !== CircuitState.Closed).length,
    close: () => lanes.clear(),
  };
}

function isServerError(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'status' in answer && Number(answer.status) >= 500;
}
