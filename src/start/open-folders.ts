import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';

/**
 * A line for each of our folders in which others may make, replace and delete files: the mode of a file itself keeps them
 * from none of that.
 */
export async function foldersOpenToOthers({
  dataDir,
  secretsFile,
}: Pick<Config, 'dataDir' | 'secretsFile'>): Promise<readonly string[]> {
  // Windows has no such bits.
  if (process.platform === 'win32') return [];
  const folders = new Map([
    [resolve(dirname(secretsFile)), 'of SECRETS_FILE'],
    [resolve(dataDir), 'DATA_DIR'],
  ]);
  const lines = await Promise.all([...folders].map(([path, name]) => lineFor(path, name)));
  return lines.filter((line) => line !== null);
}

async function lineFor(path: string, name: string): Promise<string | null> {
  const { mode } = await stat(path).catch(() => ({ mode: 0 }));
  if ((mode & 0o022) === 0) return null;
  const shown = (mode & 0o7777).toString(8).padStart(4, '0');
  return `Others may write to the folder ${name}, and replace what is in it: run chmod go-w ${path} (its mode is ${shown}).`;
}
