import type { Server } from 'node:http';
import { close } from '../http/server.ts';
import type { Serving } from '../http/serving.ts';
import type { Log } from '../observe/logger.ts';
import type { Store } from '../store/store.ts';
import type { Composition } from './compose.ts';

/** What requests under way are given to end in; then what is open is cut. */
const graceMs = 10_000;
const cutMs = 1_000;

interface Running {
  server: Server;
  /** Null where the door for apps has none of its own. */
  connectServer: Server | null;
  metricsServer: Server | null;
  serving: Serving;
  composition: Composition;
  store: Store;
  log: Log;
}

/** How a server is stopped; called again it waits for the same stop. */
export function createStop(running: Running): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  return () => {
    stopping ??= stop(running);
    return stopping;
  };
}

async function stop({
  server,
  connectServer,
  metricsServer,
  serving,
  composition,
  store,
  log,
}: Running): Promise<void> {
  // Health says 503 first, while requests under way end and new connections are still taken.
  serving.stopping();
  composition.mcp.close();
  await serving.idle(graceMs);
  await Promise.all([server, connectServer].map((each) => (each === null ? null : close(each, cutMs))));
  if (metricsServer !== null) await close(metricsServer, cutMs);
  for (const err of await stopParts(composition)) log.logger.error({ err }, 'stopped incompletely');
  await store.close();
  log.flush();
}

/** Ends what works in the background, with its last writes. Answers what failed; one failure loses no other's writes. */
export async function stopParts(composition: Composition): Promise<readonly unknown[]> {
  const { refresh, verifier, lastUsed, usage, audit, idempotency, dashboard } = composition;
  const { thinning, connect, checkpoints, upstream, mailer, imports } = composition;
  const sweeps = [dashboard, thinning, connect, checkpoints, mailer, imports];
  const parts = [refresh, verifier, lastUsed, usage, idempotency, ...sweeps, upstream];
  const ends = await Promise.allSettled(parts.map((part) => part?.stop()));
  // Last: it says that this was a shutdown in order.
  const [last] = await Promise.allSettled([audit.stop()]);
  return [...ends, last].flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
}
