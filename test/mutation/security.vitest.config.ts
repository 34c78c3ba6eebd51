import { defineConfig } from 'vitest/config';
import { mutated } from './mutated.ts';

/** What Stryker runs for each mutant: tests of decisions alone, without a server, so that each takes milliseconds. */
export default defineConfig({
  test: {
    include: [...mutated.security.tests],
    // One worker that is begun anew for each mutant: within a run its files share their modules.
    isolate: false,
  },
});
