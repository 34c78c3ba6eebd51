import { describe, expect, it } from 'vitest';
import { startProcesses } from '../revocation/processes.ts';
import { mostMs, reportLateness } from '../revocation/report.ts';
import { type Lateness, revokeOnce } from '../revocation/trial.ts';
import { runTrials } from './trials.ts';

describe.each(['sqlite', 'postgres'] as const)('revocations on %s', (dialect) => {
  it('are obeyed by the next request here, and within a second by another process and its streams', async () => {
    const processes = await startProcesses(dialect);
    const all: Lateness[] = [];
    try {
      const wish = { name: `revocation on ${dialect}`, least: 15, most: 200, share: 0.08 };
      await runTrials(wish, async (index) => void all.push(await revokeOnce(processes, index, 1_500)));
    } finally {
      await processes.stop();
    }
    reportLateness(`revocation on ${dialect}`, all);
    for (const one of all) {
      const { lastDone, heardHere, heardElsewhere } = one;
      expect(Math.max(lastDone, heardHere, heardElsewhere), JSON.stringify(one)).toBeLessThan(mostMs);
    }
  });
});
