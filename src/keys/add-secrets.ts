import { ConfigError } from '../config.ts';
import type { SecretsSource } from './open-secrets.ts';
import { withNewEntries } from './secrets.ts';
import { readSecretsFile, replaceSecretsFile } from './secrets-file.ts';

interface AddSetting {
  path: string;
  secrets: SecretsSource;
  randomBytes: (size: number) => Uint8Array;
}

/**
 * Puts a new pepper and a new sealing key in front; no key is re-issued. `rehashKeys` then moves the keys there.
 * The file first, the rows after it: a running server that misses a row's pepper finds it in the file.
 * @throws ConfigError when the file cannot be read or written.
 */
export async function addSecrets({ path, secrets, randomBytes }: AddSetting): Promise<void> {
  const content = await readSecretsFile(path);
  if (content === null) throw new ConfigError(`SECRETS_FILE ${path} is gone`);
  await replaceSecretsFile(path, withNewEntries(content, randomBytes));
  await secrets.reload();
}
