const hourMs = 3_600_000;
const firstRetryMs = 60_000;

/**
 * When a refresh comes next: an interval after it was due, so that its time of day does not drift; an interval from now
 * when that has passed already, as after a long stop. All in ms.
 */
export function nextRefresh({ due, intervalHours, now }: { due: number; intervalHours: number; now: number }): number {
  const inStep = due + intervalHours * hourMs;
  return inStep > now ? inStep : now + intervalHours * hourMs;
}

/** When to ask again after the n-th failure in a row: 1, 2, 4, … minutes, never longer than the interval. In ms. */
export function nextRetry(facts: { failures: number; intervalHours: number; now: number }): number {
  const wait = firstRetryMs * 2 ** Math.min(facts.failures - 1, 20);
  return facts.now + Math.min(wait, facts.intervalHours * hourMs);
}
