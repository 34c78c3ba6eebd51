import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { ConfigError } from '../config.ts';
import { makeFolder } from '../store/folder.ts';

/**
 * Makes the data folder where it does not exist, for this user only.
 * @throws ConfigError when it cannot be used.
 */
export async function openDataFolder(path: string): Promise<void> {
  try {
    if (await isOtherThanFolder(path)) throw new ConfigError(`DATA_DIR ${path} is not a folder`);
    makeFolder(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError(`DATA_DIR ${path} cannot be used (${code}): give a folder that this user may write to`);
  }
}

async function isOtherThanFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}
