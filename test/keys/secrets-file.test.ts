import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { deriveSecrets, newSecretsContent, withNewEntries } from '../../src/keys/secrets.ts';
import { createSecretsFile, readSecretsFile, replaceSecretsFile } from '../../src/keys/secrets-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'creatoraudit-secrets-'));
  path = join(folder, 'secrets.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function refusal(): Promise<string> {
  const error = await readSecretsFile(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  const message = error instanceof Error ? error.message : '';
  expect(message).toContain(`SECRETS_FILE ${path}`);
  expect(message).not.toContain('\n');
  return message;
}

describe('a secrets file is refused', () => {
  it.each([0o640, 0o604, 0o644, 0o660, 0o602])('with mode %o', async (mode) => {
    await createSecretsFile(path, newSecretsContent(randomBytes));
    await chmod(path, mode);
    expect(await refusal()).toContain('chmod 600');
  });

  it.each(['', '{', 'null', '[]', '{}', '{"peppers":[],"sealing_keys":[],"root":""}'])(
    'with the content %j',
    async (content) => {
      await writeFile(path, content, { mode: 0o600 });
      expect(await refusal()).toContain('is damaged');
    },
  );

  it('when one of its secrets was changed, without repeating any of it', async () => {
    const content = newSecretsContent(randomBytes);
    const strange = randomBytes(32).toString('base64url');
    const changed = { ...content, peppers: [{ ...content.peppers[0], secret: strange }] };
    await writeFile(path, JSON.stringify(changed), { mode: 0o600 });
    const message = await refusal();
    expect(message).toContain('do not belong together');
    expect(message).not.toContain(strange);
  });

  it('when a secret is short or the file was cut', async () => {
    const content = newSecretsContent(randomBytes);
    await writeFile(path, JSON.stringify({ ...content, root: 'c2hvcnQ' }), { mode: 0o600 });
    expect(await refusal()).toContain('root');
    await writeFile(path, JSON.stringify(content).slice(0, -20), { mode: 0o600 });
    const message = await refusal();
    expect(message).toContain('not JSON');
    expect(message).not.toContain(content.root.slice(0, 10));
  });

  it('when it is a folder', async () => {
    path = folder;
    await chmod(folder, 0o700);
    expect(await refusal()).toContain('EISDIR');
  });
});

describe('a secrets file', () => {
  it('that is not there is not an error', async () => {
    expect(await readSecretsFile(path)).toBeNull();
  });

  it('is made for its owner alone, and leaves no draft behind', async () => {
    path = join(folder, 'deep', 'secrets.json');
    const content = newSecretsContent(randomBytes);
    expect(await createSecretsFile(path, content)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'deep'))).toEqual(['secrets.json']);
    expect(await readSecretsFile(path)).toEqual(content);
  });

  it('is made once when several processes start at the same time', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => createSecretsFile(path, newSecretsContent(randomBytes))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    const first = await readFile(path, 'utf8');
    expect(await createSecretsFile(path, newSecretsContent(randomBytes))).toBe(false);
    expect(await readFile(path, 'utf8')).toBe(first);
  });

  it('is replaced whole, for its owner alone', async () => {
    const content = newSecretsContent(randomBytes);
    await createSecretsFile(path, content);
    await replaceSecretsFile(path, withNewEntries(content, randomBytes));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readSecretsFile(path))?.peppers).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['secrets.json']);
  });
});

describe('secrets', () => {
  it('are derived apart: no purpose shares a key with another', () => {
    const secret = randomBytes(32);
    // The same raw bits everywhere: only the purpose tells the keys apart.
    const secrets = deriveSecrets(newSecretsContent(() => secret));
    const keys = [secrets.peppers[0].key, secrets.sealingKeys[0].key, secrets.derive('cursor')];
    const exported = keys.map((key) => key.export().toString('hex'));
    expect(new Set([...exported, secret.toString('hex')]).size).toBe(4);
    expect(secret.toString('base64url')).not.toContain(secrets.fingerprint);
  });

  it('show nothing when they are printed', () => {
    const content = newSecretsContent(randomBytes);
    const printed = JSON.stringify(deriveSecrets(content));
    for (const { secret } of [...content.peppers, ...content.sealing_keys]) expect(printed).not.toContain(secret);
  });

  it('keep their fingerprint and their older entries through a rotation', () => {
    const before = deriveSecrets(newSecretsContent(() => randomBytes(32)));
    const content = newSecretsContent(randomBytes);
    const [old, rotated] = [deriveSecrets(content), deriveSecrets(withNewEntries(content, randomBytes))];
    expect(rotated.fingerprint).toBe(old.fingerprint);
    expect(rotated.fingerprint).not.toBe(before.fingerprint);
    expect(rotated.peppers[1]?.id).toBe(old.peppers[0].id);
    expect(rotated.peppers[0].id).not.toBe(old.peppers[0].id);
  });
});
