import { ConfigError } from '../config.ts';
import type { Store } from '../store/open.ts';
import type { SecretsSource } from './open-secrets.ts';
import { type RehashCount, rehashKeys } from './rehash.ts';
import { withNewEntries } from './secrets.ts';
import { readSecretsFile, replaceSecretsFile } from './secrets-file.ts';

interface RotationSetting {
  path: string;
  store: Store;
  secrets: SecretsSource;
  randomBytes: (size: number) => Uint8Array;
}

/**
 * Puts a new pepper and a new sealing key in front and moves every key that can be moved; no key is re-issued.
 * The file first, the rows after it: a running server that misses a row's pepper finds it in the file.
 */
export async function rotateSecrets(setting: RotationSetting): Promise<RehashCount> {
  await addSecrets(setting);
  return rehashKeys(setting.store, setting.secrets.current());
}

/** Only the first half, where the file must be copied to other machines before any row names its new entries. */
export async function addSecrets({ path, secrets, randomBytes }: RotationSetting): Promise<void> {
  const content = await readSecretsFile(path);
  if (content === null) throw new ConfigError(`SECRETS_FILE ${path} is gone`);
  await replaceSecretsFile(path, withNewEntries(content, randomBytes));
  await secrets.reload();
}
