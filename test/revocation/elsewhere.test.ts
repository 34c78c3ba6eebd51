import { describe, expect, it } from 'vitest';
import { startProcesses } from './processes.ts';
import { mostMs, reportLateness } from './report.ts';
import { type Lateness, revokeOnce, ways } from './trial.ts';
import { doors } from './writes.ts';

/** The long form is in test/hold. */
describe.each(['sqlite', 'postgres'] as const)('a revocation on %s', (dialect) => {
  it('is obeyed by the next request here, and within a second by another process', async () => {
    const processes = await startProcesses(dialect);
    try {
      const all: Lateness[] = [];
      // Every way of revocation, each by another door than the one before.
      for (const index of ways.keys())
        all.push(await revokeOnce(processes, index + ways.length * (index % doors.length)));
      reportLateness(`revocation on ${dialect}`, all);
      for (const one of all) expect(one.lastDone, JSON.stringify(one)).toBeLessThan(mostMs);
    } finally {
      await processes.stop();
    }
  });
});
