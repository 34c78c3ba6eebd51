import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

const minutes = Number(process.env.LONG_MINUTES ?? 40);
/** Said at the beginning: with it a run asks the same again. When what happens is still chance. */
const seed = Number(process.env.LONG_SEED || randomInt(1_000_000_000));
if (!(minutes > 0) || !Number.isSafeInteger(seed)) throw new Error('LONG_MINUTES and LONG_SEED are numbers');
process.stdout.write(`  long | LONG_SEED=${seed}\n`);

/**
 * The long tests: `npm run test:long`. LONG_MINUTES bounds the trials of all of them together, each does as many as fit its
 * share, 0.6 in all; what is no trial (campaigns, hostile connections, faults) takes four minutes beside, six on a busy machine.
 */
export default defineConfig({
  test: {
    // Faults fill and remount file systems, which only root may do.
    include: ['test/long/**/*.test.ts', 'test/faults/**/*.test.ts'],
    globalSetup: ['test/store/postgres-server.ts'],
    provide: { longMinutes: minutes, longSeed: seed },
    // One at a time: they kill, fill and measure.
    maxWorkers: 1,
    // A machine that is busy is late, not wrong.
    expect: { poll: { timeout: 10_000 } },
    // What hangs is ended.
    testTimeout: Math.max(5, minutes) * 60_000,
    hookTimeout: 120_000,
  },
});
