import { cpuOf } from '../servers/process.ts';
import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';

/** What one connection asks again and again, and how it tells that an answer is right. */
export interface Lane {
  request: Buffer;
  /** Null where the answer is right, else what is wrong with it. */
  wrong: (answer: Answer) => string | null;
}

export interface Driven {
  requests: number;
  seconds: number;
  /** Milliseconds, ascending. */
  latencies: Float64Array;
  /** Microseconds of the server's CPU per request; null where the system does not tell. */
  cpuPerRequest: number | null;
  /** The share of one core that the server had: near 1 where it, not the load, was the bound. */
  serverBusy: number | null;
}

/** Where the load goes: a server's port, and its process for the CPU time. */
export interface Target {
  port: number;
  pid: number;
}

const mostLatencies = 2_000_000;

/**
 * Asks on every lane at once, the next request when the answer is there and right, for so many seconds.
 * @throws Error on the first wrong answer: what is wrong must not count as fast
 */
export async function drive({ port, pid }: Target, lanes: readonly Lane[], seconds: number): Promise<Driven> {
  const connections = await Promise.all(lanes.map(() => Connection.open(port)));
  const latencies = new Float64Array(mostLatencies);
  let requests = 0;
  const cpuBefore = cpuOf(pid);
  const begun = performance.now();
  const end = begun + seconds * 1000;
  try {
    await Promise.all(
      lanes.map(({ request, wrong }, index) => {
        const connection = connections[index];
        if (connection === undefined) throw new Error('Every lane has its connection');
        return new Promise<void>((resolve, reject) => {
          let asked = performance.now();
          const answered = (answer: Answer): void => {
            const now = performance.now();
            const mistake = wrong(answer);
            if (mistake !== null) reject(new Error(`Wrong answer: ${mistake}`));
            else if (now >= end) resolve();
            else {
              latencies[requests % mostLatencies] = now - asked;
              requests += 1;
              asked = now;
              connection.ask(request, answered, reject);
            }
          };
          connection.ask(request, answered, reject);
        });
      }),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
  const elapsed = (performance.now() - begun) / 1000;
  const cpu = cpuBefore === null ? null : (cpuOf(pid) ?? Number.NaN) - cpuBefore;
  return {
    requests,
    seconds: elapsed,
    latencies: latencies.slice(0, Math.min(requests, mostLatencies)).sort(),
    cpuPerRequest: cpu === null ? null : (cpu * 1e6) / requests,
    serverBusy: cpu === null ? null : cpu / elapsed,
  };
}
