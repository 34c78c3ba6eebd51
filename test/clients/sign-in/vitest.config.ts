import { defineConfig } from 'vitest/config';

/** Real clients that sign somebody in. Apart from `npm test`, as they are large. */
export default defineConfig({
  test: { include: ['test/clients/sign-in/*.test.ts'], testTimeout: 180_000, hookTimeout: 900_000 },
});
