import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Config, ConfigError } from '../config.ts';

/**
 * Makes no empty database in the place of one that was moved or deleted: secrets in DATA_DIR say that there was one. For
 * servers and for commands, as either would make it.
 * @throws ConfigError
 */
export async function refuseMissingDatabase(
  config: Pick<Config, 'database' | 'dataDir' | 'secretsFile' | 'beginsAnew'>,
): Promise<void> {
  const { database, dataDir, secretsFile, beginsAnew } = config;
  if (database.kind !== 'sqlite' || beginsAnew || resolve(dirname(secretsFile)) !== resolve(dataDir)) return;
  // An empty file is what is left of one that was emptied.
  if ((await sizeOf(database.file)) > 0 || (await sizeOf(secretsFile)) === 0) return;
  throw new ConfigError(
    `DATA_DIR ${dataDir} holds the secrets of a database, and no database: put ${database.file} back or restore a backup; to begin with an empty one, npm start -- --new-database`,
  );
}

/** 0 where there is no such file. */
async function sizeOf(file: string): Promise<number> {
  return await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
