import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

/** Said at the beginning: with it a run asks the same again. When what happens is still chance. */
const seed = Number(process.env.HOLD_SEED ?? randomInt(1_000_000_000));
process.stdout.write(`  hold | HOLD_SEED=${seed}\n`);

/**
 * The long tests: `npm run test:hold`. HOLD_MINUTES bounds the trials of all of them together, each does as many as fit its
 * share; what is no trial (campaigns, hostile connections, faults) takes five minutes beside.
 */
export default defineConfig({
  test: {
    // Faults fill and remount file systems, which only root may do.
    include: ['test/hold/**/*.test.ts', 'test/faults/**/*.test.ts'],
    globalSetup: ['test/store/postgres-server.ts'],
    provide: { holdMinutes: Number(process.env.HOLD_MINUTES ?? 40), holdSeed: seed },
    // One at a time: they kill, fill and measure.
    maxWorkers: 1,
    // A machine that is busy is late, not wrong.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
});
