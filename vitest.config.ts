import { defineConfig } from 'vitest/config';

/** How many sequences of requests by people are tried on each database; fewer where a commit takes longer. */
const given = process.env.SEQUENCES;
const sequences = { sqlite: Number(given ?? 300), postgres: Number(given ?? 60) };

/** How many sets of looks at accounts are told a store in any order; `OBSERVED=5000 npx vitest run test/store/observed` by hand. */
const looks = process.env.OBSERVED;
const observed = { sqlite: Number(looks ?? 60), postgres: Number(looks ?? 25) };

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/clients/**', 'test/faults/**', 'test/long/**'],
    provide: { sequences, observed },
    globalSetup: ['test/store/postgres-server.ts'],
    // Real servers and real databases: two cores serve two files at a time.
    maxWorkers: 2,
    // Long, because a busy machine is no failure; what must be quick is measured in bench/.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
