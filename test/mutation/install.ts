import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = '10.1.1';

/**
 * Inside the project's own node_modules, so that Stryker finds the vitest that the tests themselves import; a folder that
 * npm leaves alone, and that goes with the next `npm ci`.
 */
const folder = join('node_modules', '.cache', 'mutation');

/** Installs Stryker where that was not done yet, and gives the file that starts it. It is no dependency: only this command needs it. */
export function installStryker(): string {
  const manifest = JSON.stringify({
    private: true,
    dependencies: { '@stryker-mutator/core': version, '@stryker-mutator/vitest-runner': version },
  });
  const done = join(folder, 'installed.json');
  if (!existsSync(done) || readFileSync(done, 'utf8') !== manifest) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), manifest);
    // No peers: the one that it asks for is the project's vitest.
    const options = ['--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'inherit' });
    // Last: an install that was cut off is never taken for a whole one.
    writeFileSync(done, manifest);
  }
  return join(folder, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
}
