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

/** When the load ends, and how long each lane waits after an answer, ms. */
export interface Load {
  seconds?: number;
  requests?: number;
  pauseMs?: number;
}

/**
 * Asks on every lane at once, the next request when the answer is there and right.
 * @throws Error on the first wrong answer: what is wrong must not count as fast
 */
export async function drive(
  { port, pid }: Target,
  lanes: readonly Lane[],
  { seconds = Number.POSITIVE_INFINITY, requests: most = Number.POSITIVE_INFINITY, pauseMs = 0 }: Load,
): Promise<Driven> {
  const connections = await Promise.all(lanes.map(() => Connection.open(port)));
  const record = { requests: 0, latencies: new Float64Array(mostLatencies) };
  const cpuBefore = cpuOf(pid);
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const isOver = (now: number) => now >= end || record.requests >= most;
  const rest = stayAwake();
  try {
    await Promise.all(
      connections.map((connection, index) => {
        const lane = lanes[index];
        if (lane === undefined) throw new Error('Every connection has its lane');
        return askAgainAndAgain(connection, lane, record, isOver, pauseMs);
      }),
    );
  } finally {
    rest();
    for (const connection of connections) connection.close();
  }
  const elapsed = (performance.now() - begun) / 1000;
  const cpu = cpuBefore === null ? null : (cpuOf(pid) ?? Number.NaN) - cpuBefore;
  const { requests, latencies } = record;
  return {
    requests,
    seconds: elapsed,
    latencies: latencies.slice(0, Math.min(requests, mostLatencies)).sort(),
    cpuPerRequest: cpu === null ? null : (cpu * 1e6) / requests,
    serverBusy: cpu === null ? null : cpu / elapsed,
  };
}

interface Kept {
  requests: number;
  latencies: Float64Array;
}

function askAgainAndAgain(
  connection: Connection,
  { request, wrong }: Lane,
  record: Kept,
  isOver: (now: number) => boolean,
  pauseMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    const ask = (now: number): void => {
      asked = now;
      connection.ask(request, answered, reject);
    };
    const answered = (answer: Answer): void => {
      const now = performance.now();
      const mistake = wrong(answer);
      if (mistake !== null) {
        reject(new Error(`Wrong answer: ${mistake}`));
        return;
      }
      if (isOver(now)) {
        resolve();
        return;
      }
      record.latencies[record.requests % mostLatencies] = now - asked;
      record.requests += 1;
      if (pauseMs === 0) ask(now);
      else setTimeout(() => ask(performance.now()), pauseMs);
    };
    ask(performance.now());
  });
}

/**
 * Keeps the load awake. Waking a sleeping process on another core of a virtual machine costs the one that wakes it 10 to
 * 20 µs: a server that is slower than the load would pay that for each answer, and one that keeps it busy never.
 */
function stayAwake(): () => void {
  let isOver = false;
  const again = (): void => {
    if (!isOver) setImmediate(again);
  };
  again();
  return () => {
    isOver = true;
  };
}
