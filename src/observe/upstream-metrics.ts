import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What is counted of a remote API that has the data. */
export interface UpstreamMetrics {
  tried(operation: string, outcome: string, ms: number): void;
  retried(operation: string): void;
  circuit(state: 'open' | 'closed'): void;
  keyRefused(): void;
  differs(operation: string): void;
}

/** Seconds, up to the deadline of a whole call. */
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

export function createUpstreamMetrics(registers: Registry[]): UpstreamMetrics {
  const requests = new Counter({
    name: 'creatoraudit_upstream_requests_total',
    help: 'Requests sent to the upstream API, retries and probes too, by operation and status or way of failing.',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'creatoraudit_upstream_request_duration_seconds',
    help: 'Time that the upstream API took for one request.',
    labelNames: ['operation'],
    buckets: durations,
    registers,
  });
  const retries = new Counter({
    name: 'creatoraudit_upstream_retries_total',
    help: 'Reads sent once more.',
    labelNames: ['operation'],
    registers,
  });
  const circuits = new Gauge({
    name: 'creatoraudit_upstream_circuits_open',
    help: 'Organizations whose requests are not sent now, because the upstream API kept failing.',
    registers,
  });
  const refusals = new Counter({
    name: 'creatoraudit_upstream_key_refused_total',
    help: 'Times that the upstream API refused a key that an organization set here.',
    registers,
  });
  const differences = new Counter({
    name: 'creatoraudit_upstream_differences_total',
    help: 'Fields of answers of the upstream API that were missing or otherwise than v2 describes; they were passed on.',
    labelNames: ['operation'],
    registers,
  });
  return {
    tried(operation, outcome, ms) {
      requests.inc({ operation, outcome });
      seconds.observe({ operation }, ms / 1000);
    },
    retried: (operation) => retries.inc({ operation }),
    circuit: (state) => (state === 'open' ? circuits.inc() : circuits.dec()),
    keyRefused: () => refusals.inc(),
    differs: (operation) => differences.inc({ operation }),
  };
}
