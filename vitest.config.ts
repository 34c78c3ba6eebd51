import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/clients/**', 'test/faults/**', 'test/long/**'],
    globalSetup: ['test/store/postgres-server.ts'],
    // Real servers and real databases: two cores serve two files at a time.
    maxWorkers: 2,
    // Long, because a busy machine is no failure; what must be quick is measured in bench/.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
