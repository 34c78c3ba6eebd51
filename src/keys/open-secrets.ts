import { ConfigError } from '../config.ts';
import type { Store } from '../store/store.ts';
import { deriveSecrets, newSecretsContent, type Secrets, type SecretsContent } from './secrets.ts';
import { createSecretsFile, readSecretsFile, secretsFileVersion } from './secrets-file.ts';

/** The secrets of a running process. They change only when an operator rotates them. */
export interface SecretsSource {
  current(): Secrets;
  /**
   * Takes over secrets that another process has rotated: reads the file again if it has changed since the last time.
   * @throws ConfigError when it has become unusable or another installation's; `current` stays as it was.
   */
  reload(): Promise<void>;
}

interface SecretsSetting {
  path: string;
  store: Store;
  randomBytes: (size: number) => Uint8Array;
}

const fact = 'secrets_fingerprint';

/**
 * The secrets that belong to this database; made at the very first start.
 * @throws ConfigError with one line when the file is missing, damaged, open to others or belongs to another database.
 */
export async function openSecrets({ path, store, randomBytes }: SecretsSetting): Promise<SecretsSource> {
  // The version is read before the content: if the file changes in between, the next reload reads it again.
  let version = await secretsFileVersion(path);
  const content = (await readSecretsFile(path)) ?? (await firstSecrets({ path, store, randomBytes }));
  let secrets = deriveSecrets(content);
  await refuseForeignSecrets(store, secrets, path);
  await refuseMissingPeppers(store, secrets, path);
  return {
    current: () => secrets,
    reload: async () => {
      const present = await secretsFileVersion(path);
      if (present === version) return;
      const read = await readSecretsFile(path);
      if (read === null) throw new ConfigError(`SECRETS_FILE ${path} is gone`);
      const next = deriveSecrets(read);
      if (next.fingerprint !== secrets.fingerprint) throw new ConfigError(foreign(path));
      secrets = next;
      version = present;
    },
  };
}

/**
 * The secrets of this database, for what only has to say who it is; null where the file is lost or not this database's.
 * Makes none, and does not mind that a key lacks its pepper.
 */
export async function findSecrets({ path, store }: Omit<SecretsSetting, 'randomBytes'>): Promise<Secrets | null> {
  try {
    const content = await readSecretsFile(path);
    if (content === null) return null;
    const secrets = deriveSecrets(content);
    return (await readFingerprint(store)) === secrets.fingerprint ? secrets : null;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

async function firstSecrets({ path, store, randomBytes }: SecretsSetting): Promise<SecretsContent> {
  if ((await readFingerprint(store)) !== undefined) {
    throw new ConfigError(
      `SECRETS_FILE ${path} is missing, and this database was set up with one: restore it from its backup, or no key works any more`,
    );
  }
  const made = newSecretsContent(randomBytes);
  if (await createSecretsFile(path, made)) return made;
  const others = await readSecretsFile(path);
  if (others === null) throw new ConfigError(`SECRETS_FILE ${path} cannot be created`);
  return others;
}

/** The first start writes down whose secrets these are; every later one compares. */
async function refuseForeignSecrets(store: Store, secrets: Secrets, path: string): Promise<void> {
  const known = (await readFingerprint(store)) ?? (await writeFingerprint(store, secrets.fingerprint));
  if (known !== secrets.fingerprint) throw new ConfigError(foreign(path));
}

async function refuseMissingPeppers(store: Store, secrets: Secrets, path: string): Promise<void> {
  // Over all organizations: this is about the installation and shown to nobody.
  const stranded = await store.read
    .selectFrom('api_keys')
    .select((row) => row.fn.countAll<number | string>().as('keys'))
    .where(
      'pepper_id',
      'not in',
      secrets.peppers.map(({ id }) => id),
    )
    .executeTakeFirstOrThrow();
  if (Number(stranded.keys) > 0) {
    throw new ConfigError(
      `SECRETS_FILE ${path} lacks a pepper that ${stranded.keys} key(s) were made with: put it back, or delete these keys first`,
    );
  }
}

async function readFingerprint(store: Store): Promise<string | undefined> {
  // On the writing connection: two first starts at once must see each other.
  const row = await store.write
    .selectFrom('instance_facts')
    .select('value')
    .where('name', '=', fact)
    .executeTakeFirst();
  return row?.value;
}

async function writeFingerprint(store: Store, value: string): Promise<string | undefined> {
  await store.write
    .insertInto('instance_facts')
    .values({ name: fact, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return readFingerprint(store);
}

function foreign(path: string): string {
  return `SECRETS_FILE ${path} belongs to another database: its fingerprint differs. Give the file that was made with this one`;
}
