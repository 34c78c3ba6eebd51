import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installStryker } from './install.ts';
import { type Mutated, mutated } from './mutated.ts';

/**
 * `npm run test:mutation`: changes what decides about keys and what adds up numbers in one small way after another, and
 * fails when the tests notice too little of it (see mutated.ts). What is given after `--` goes to Stryker, as in
 * `-- --mutate src/keys/format.ts`: then only the part that the file belongs to is run.
 */
const given = process.argv.slice(2);
const only = given.includes('--mutate') ? given[given.indexOf('--mutate') + 1] : undefined;

const parts = Object.values(mutated).map((part): Mutated => part);
const missing = parts
  .flatMap(({ files, tests, config }) => [...files, ...tests, config])
  .filter((pattern) => globSync(pattern).length === 0);
if (missing.length > 0) throw new Error(`test/mutation/mutated.ts names what is not there: ${missing.join(', ')}`);

const chosen = parts.filter(
  ({ files }) => only === undefined || globSync([...files]).includes(only.replace(/:.*/, '')),
);
if (chosen.length === 0) throw new Error(`${only} is in no part of test/mutation/mutated.ts`);
const stryker = installStryker();
const results = chosen.map(run);
process.exitCode = Math.max(...results);

function run({ files, least, config }: Mutated): number {
  // Its copies of the project are made there: nothing of a run is seen in the project's own folder.
  const folder = mkdtempSync(join(tmpdir(), 'creatoraudit-mutation-'));
  try {
    const options = {
      mutate: files,
      thresholds: { high: 95, low: least, break: least },
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: config, related: false },
      coverageAnalysis: 'perTest',
      concurrency: 2,
      // A mutant that never ends: none of these tests takes that long, on a busy machine either.
      timeoutMS: 10_000,
      // No such file: Stryker would rewrite it with an interface that TypeScript 7 does not have.
      tsconfigFile: 'none',
      ignorePatterns: ['data', 'dist'],
      tempDirName: join(folder, 'sandboxes'),
      cleanTempDir: 'always',
      reporters: ['clear-text'],
      clearTextReporter: { reportTests: false },
    };
    const file = join(folder, 'stryker.json');
    writeFileSync(file, JSON.stringify(options));
    const { status } = spawnSync(process.execPath, [stryker, 'run', file, ...given], { stdio: 'inherit' });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
