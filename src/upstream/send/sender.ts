import { Problem } from '../../contract/problem.ts';
import { type Connection, type Deadlines, type Outbound, openConnection, type RawAnswer } from './connection.ts';
import { within } from './deadline.ts';
import { failureProblem } from './failure.ts';
import { createLanes } from './lanes.ts';
import { retrying } from './retrying.ts';

/** What becomes of each try, for metrics. */
export interface SendEvents {
  tried(operation: string, outcome: string, ms: number): void;
  retried(operation: string): void;
  circuit(state: 'open' | 'closed'): void;
}

interface Order {
  /** Whose way it takes: an organization's id. */
  lane: string;
  /** The operation's id. */
  operation: string;
  outbound: Outbound;
  /** Whether it changes nothing, so that it may be sent again. */
  isRead: boolean;
  signal: AbortSignal;
}

export interface Sender {
  /**
   * The upstream's answer, whatever its status, within the total deadline.
   * @throws Problem UPSTREAM_ERROR, UPSTREAM_TIMEOUT or SERVICE_UNAVAILABLE where there is none
   */
  send(order: Order): Promise<RawAnswer>;
  openCircuits(): number;
  close(): Promise<void>;
}

interface SenderSetting {
  origin: string;
  /** Asked for to see whether the upstream answers again. */
  probeTarget: string;
  deadlines: Deadlines;
  /** Milliseconds since 1970, for dates in answers. */
  now: () => number;
  /** Milliseconds of a clock that is never set back. */
  monotonic: () => number;
  /** From 0 to 1. */
  random: () => number;
  events: SendEvents;
}

/** Sends requests as a good client of the API does: bounded in time and number, gentle to an upstream in trouble. */
export function createSender(setting: SenderSetting): Sender {
  const { probeTarget, deadlines, monotonic, random, events } = setting;
  const connection = openConnection(setting);
  const health: Outbound = { method: 'GET', target: probeTarget, headers: { accept: 'application/json' }, body: null };
  const lanes = createLanes({
    probeMs: deadlines.probe,
    probe: () => {
      const nobody = new AbortController().signal;
      return within(nobody, deadlines.total, (signal) => measured(setting, connection, 'probe', health, signal));
    },
    changed: events.circuit,
  });

  return {
    async send({ lane, operation, outbound, isRead, signal: callerGone }) {
      const { bulkhead, breaker } = lanes.of(lane);
      const endsAt = monotonic() + deadlines.total;
      try {
        return await within(callerGone, deadlines.total, (signal) => {
          // The wait before a retry holds no place; an open circuit empties the queue at once.
          const attempt = () =>
            bulkhead.execute(
              () => breaker.execute(() => measured(setting, connection, operation, outbound, signal), signal),
              signal,
            );
          if (!isRead) return attempt();
          const policy = retrying({ left: () => endsAt - monotonic(), random });
          policy.onRetry(() => events.retried(operation));
          return policy.execute(attempt, signal);
        });
      } catch (error) {
        if (callerGone.aborted) throw new Problem('UPSTREAM_ERROR', 'The caller has gone away.');
        throw failureProblem(error, deadlines.probe);
      }
    },
    openCircuits: lanes.openCircuits,
    close: () => {
      lanes.close();
      return connection.close();
    },
  };
}

async function measured(
  { monotonic, events }: SenderSetting,
  connection: Connection,
  operation: string,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const startedAt = monotonic();
  const tried = (outcome: string) => events.tried(operation, outcome, monotonic() - startedAt);
  try {
    const answer = await connection.request(outbound, signal);
    tried(String(answer.status));
    return answer;
  } catch (error) {
    tried(outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'kind' in error ? String(error.kind) : 'cancelled';
}
