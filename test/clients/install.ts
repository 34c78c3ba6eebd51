import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run-program.ts';
import versions from './versions.json' with { type: 'json' };

/** The installed programs. Clients run with this PATH and nothing else of the machine's. */
export interface Programs {
  /** The folder with `node_modules`. */
  folder: string;
  path: string;
}

/** The environment of this process: for npm alone, no client ever gets it. */
type Machine = Readonly<Record<string, string | undefined>>;

/** Where programs are installed, and where the homes of clients are made. */
export function cacheFolder(env: Machine): string {
  return env.CREATORAUDIT_CLIENTS_CACHE ?? join(env.HOME ?? '/root', '.cache', 'creatoraudit-clients');
}

/**
 * Installs the clients of `versions.json`, once for each set of versions. No install script runs but those which only put
 * a binary in its place.
 */
export async function installClients(cache: string, machine: Machine): Promise<Programs> {
  const wanted = JSON.stringify({ private: true, dependencies: versions }, null, 2);
  const folder = join(cache, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  if (!existsSync(folder)) await install(cache, folder, wanted, machine);
  const npm = machine.PATH?.split(':').find((part) => existsSync(join(part, 'npx')));
  if (npm === undefined) throw new Error('npx is not on the PATH');
  return { folder, path: [join(folder, 'node_modules', '.bin'), npm, '/usr/bin', '/bin'].join(':') };
}

const ownScripts = [
  ['@anthropic-ai', 'claude-code', 'install.cjs'],
  ['opencode-ai', 'postinstall.mjs'],
] as const;

/** Beside its place first: an install that was cut off is never taken for a whole one. */
async function install(cache: string, folder: string, manifest: string, machine: Machine): Promise<void> {
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  await writeFile(join(unfinished, 'package.json'), manifest);
  // The machine's own npm, with its registry, proxy and certificates.
  const options = { cwd: unfinished, env: machine, seconds: 900 };
  await must(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], options);
  const node = join(unfinished, 'node_modules', '.bin', 'node');
  for (const script of ownScripts) await must([node, join('node_modules', ...script)], options);
  // Another run may have been faster.
  if (existsSync(folder)) await rm(unfinished, { recursive: true });
  else await rename(unfinished, folder);
}

async function must(argv: readonly string[], options: Parameters<typeof run>[1]): Promise<void> {
  const { code, output } = await run(argv, options);
  if (code !== 0) throw new Error(`${argv.slice(0, 2).join(' ')} ended with ${code}: ${output}`);
}
