import { defineConfig } from 'vitest/config';

/** A real Chromium against the whole server. Apart from `npm test`, which needs no browser. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/build.ts'],
    // Each file has a browser and a server of its own; two at a time leave no core idle.
    maxWorkers: 2,
    // On a busy machine a key or a click may come before the page takes it. What fails twice is a failure.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
