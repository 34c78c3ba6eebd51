import { describe, expect, it } from 'vitest';
import { startProcesses } from './processes.ts';
import { mostMs, reportLateness } from './report.ts';
import { type Lateness, revokeOnce, ways } from './trial.ts';
import { doors } from './writes.ts';

/** The long form is in test/long. */
describe.each(['sqlite', 'postgres'] as const)('a revocation on %s', (dialect) => {
  it('is obeyed by the next request here, and within a second by another process', async () => {
    const processes = await startProcesses(dialect);
    try {
      const all: Lateness[] = [];
      for (const index of ways.keys()) {
        // Every way of revocation, each by another door than the one before. The machine may be busy: a long life.
        const mixed = index + ways.length * (index % doors.length);
        all.push(await revokeOnce(processes, mixed, 4_000));
      }
      reportLateness(`revocation on ${dialect}`, all);
      for (const one of all) expect(one.lastDone, JSON.stringify(one)).toBeLessThan(mostMs);
    } finally {
      await processes.stop();
    }
  });
});
