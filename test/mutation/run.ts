import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installStryker } from './install.ts';
import { asking, mutated } from './mutated.ts';

/**
 * `npm run test:mutation`: changes what decides about keys, scopes, credentials and redaction in one small way after
 * another, and fails when the tests notice less than 85 % of the changes. What is given after `--` goes to Stryker, as in
 * `-- --mutate src/keys/format.ts`.
 */
const missing = [
  ...mutated.filter((file) => !existsSync(file)),
  ...asking.filter((pattern) => globSync(pattern).length === 0),
];
if (missing.length > 0) throw new Error(`test/mutation/mutated.ts names what is not there: ${missing.join(', ')}`);
const stryker = installStryker();
// Its copies of the project are made there: nothing of a run is seen in the project's own folder.
const folder = mkdtempSync(join(tmpdir(), 'creatoraudit-mutation-'));
try {
  const options = {
    mutate: mutated,
    thresholds: { high: 95, low: 85, break: 85 },
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A mutant that never ends: nothing here takes a second.
    timeoutMS: 2_000,
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
  const { status } = spawnSync(process.execPath, [stryker, 'run', file, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
