import { defineConfig } from 'vitest/config';

/** The long tests: `npm run test:hold`. HOLD_MINUTES bounds all of them together; each does as many trials as fit its share. */
export default defineConfig({
  test: {
    // Faults fill and remount file systems, which only root may do.
    include: ['test/hold/**/*.test.ts', 'test/faults/**/*.test.ts'],
    globalSetup: ['test/store/postgres-server.ts'],
    provide: { holdMinutes: Number(process.env.HOLD_MINUTES ?? 40) },
    // One at a time: they kill, fill and measure.
    maxWorkers: 1,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
});
