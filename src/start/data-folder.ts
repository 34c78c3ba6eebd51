import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { ConfigError } from '../config.ts';

/**
 * Makes the data folder where it does not exist, for this user only.
 * @throws ConfigError when it cannot be used.
 */
export async function openDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (!(await stat(path)).isDirectory()) throw new ConfigError(`DATA_DIR ${path} is not a folder`);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError(`DATA_DIR ${path} cannot be used (${code}): give a folder that this user may write to`);
  }
}
