import { defineConfig } from 'vitest/config';
import { mutated } from './mutated.ts';

/** What Stryker runs for each mutant: the door itself, on a real SQLite file. Both databases are for `npm test`. */
export default defineConfig({
  test: {
    include: [...mutated.door.tests],
    isolate: false,
    provide: { dialects: ['sqlite'] },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
