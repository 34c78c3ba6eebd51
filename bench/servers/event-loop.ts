/** Node looks every 10 ms, and counts that time itself: an idle process shows 10.2 ms. */
const lookedEveryMs = 10;

/**
 * How long the event loop of our server was held since the last time this was asked, p99 in ms, as its metrics tell.
 * @throws Error where they do not
 */
export async function eventLoopP99(metricsPort: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  const seconds = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(await response.text())?.[1];
  if (seconds === undefined) throw new Error('The metrics tell nothing of the event loop');
  return Number(seconds) * 1000 - lookedEveryMs;
}
