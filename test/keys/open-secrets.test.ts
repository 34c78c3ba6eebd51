import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { addSecrets } from '../../src/keys/add-secrets.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import { newSecretsContent } from '../../src/keys/secrets.ts';
import { createSecretsFile, readSecretsFile, replaceSecretsFile } from '../../src/keys/secrets-file.ts';
import { testStores } from '../store/open-test-store.ts';
import { openTestKeys } from './open-test-keys.ts';

testStores('the secrets of a database', (opened) => {
  let path: string;

  beforeEach(async () => {
    const { store, folder } = opened();
    path = join(folder, 'secrets.json');
    await openSecrets({ path, store, randomBytes });
  });

  async function refusal(): Promise<string> {
    const error = await openSecrets({ path, store: opened().store, randomBytes }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    const message = error instanceof Error ? error.message : '';
    expect(message).not.toContain('\n');
    return message;
  }

  it('stop the start when the file is lost, and make no new one', async () => {
    await rename(path, `${path}.kept`);
    expect(await refusal()).toContain('is missing');
    expect(await readSecretsFile(path)).toBeNull();
    await rename(`${path}.kept`, path);
  });

  it('stop the start when the file is of another database', async () => {
    path = join(opened().folder, 'foreign.json');
    await createSecretsFile(path, newSecretsContent(randomBytes));
    expect(await refusal()).toContain('belongs to another database');
  });

  it('stop the start when a key was made with a pepper that the file lacks', async () => {
    const testKeys = await openTestKeys(opened());
    const before = await readSecretsFile(path);
    if (before === null) throw new Error('there is a file');
    await addSecrets({ path, secrets: testKeys.context.secrets, randomBytes });
    const organizationId = await testKeys.organization();
    const { apiKey } = await testKeys.key(organizationId);
    const after = await readSecretsFile(path);
    await replaceSecretsFile(path, before);
    expect(await refusal()).toMatch(/lacks a pepper that 1 key/);
    if (after !== null) await replaceSecretsFile(path, after);
    expect(apiKey.name).toBe('test key');
  });

  it('are the same at every start', async () => {
    const { store } = opened();
    const [one, other] = await Promise.all([
      openSecrets({ path, store, randomBytes }),
      openSecrets({ path, store, randomBytes }),
    ]);
    expect(one.current().fingerprint).toBe(other.current().fingerprint);
    const cursorKeys = [one, other].map((source) => source.current().derive('cursor').export().toString('hex'));
    expect(cursorKeys[0]).toBe(cursorKeys[1]);
  });

  it('stay what they were when the file is damaged while the program runs', async () => {
    const testKeys = await openTestKeys(opened());
    const { secrets } = testKeys.context;
    const before = secrets.current();
    const content = await readSecretsFile(path);
    await writeFile(path, 'rubbish');
    await expect(secrets.reload()).rejects.toThrow(/is damaged/);
    await replaceSecretsFile(path, newSecretsContent(randomBytes));
    await expect(secrets.reload()).rejects.toThrow(/another database/);
    expect(secrets.current()).toBe(before);
    if (content !== null) await replaceSecretsFile(path, content);
    await expect(secrets.reload()).resolves.toBeUndefined();
  });
});
