import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const version = '4.20.16';

/**
 * Where FastMCP can be imported from: installed once into a cache outside the repository, as its 200 packages are
 * nothing that `npm ci` should bring everybody. Null where it cannot be installed, as without a network.
 */
export function fastMcpModule(): string | null {
  const folder = join(homedir(), '.cache', 'creatoraudit-bench', `fastmcp-${version}`);
  const entry = join(folder, 'node_modules', 'fastmcp', 'dist', 'FastMCP.js');
  if (!existsSync(entry)) {
    mkdirSync(folder, { recursive: true });
    const flags = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
    spawnSync('npm', ['install', `fastmcp@${version}`, ...flags], { cwd: folder, stdio: 'ignore' });
  }
  return existsSync(entry) ? pathToFileURL(entry).href : null;
}
