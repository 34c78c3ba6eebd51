import { randomBytes, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  deriveSecrets,
  newSecretsContent,
  parseSecretsContent,
  type SecretsContent,
  withNewEntries,
} from '../../src/keys/secrets.ts';

/** HKDF-SHA-256 by another implementation: what is in databases and files was made with exactly this. */
async function derived(secret: string, purpose: string, bytes = 32): Promise<Buffer> {
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(secret, 'base64url'), 'HKDF', false, ['deriveBits']);
  const info = Buffer.from(`creatoraudit/${purpose}/v1`);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  return Buffer.from(await webcrypto.subtle.deriveBits(algorithm, key, bytes * 8));
}

const rotated = () => withNewEntries(newSecretsContent(randomBytes), randomBytes);

describe('a secrets file is refused', () => {
  const content = rotated();
  const [pepper] = content.peppers;
  const [sealing] = content.sealing_keys;
  const short = randomBytes(31).toString('base64url');

  const wrong: readonly [string, unknown, string][] = [
    ['null', null, 'its fields are not those that were written'],
    ['a text', 'x', 'its fields are not those that were written'],
    ['nothing', {}, 'its field peppers is not what was written'],
    ['no pepper', { ...content, peppers: [] }, 'its field peppers.0 is not what was written'],
    ['no sealing key', { ...content, sealing_keys: [] }, 'its field sealing_keys.0 is not what was written'],
    ['no root', { ...content, root: undefined }, 'its field root is not what was written'],
    ['a root of too few bits', { ...content, root: short }, 'its field root is not what was written'],
    ['a root of too many bits', { ...content, root: `${short}AAAA` }, 'its field root is not what was written'],
    ['a root that is no base64url', { ...content, root: '+'.repeat(43) }, 'its field root is not what was written'],
    ['one field more', { ...content, more: 1 }, 'its fields are not those that were written'],
    [
      'a pepper without its id',
      { ...content, peppers: [{ secret: pepper.secret }] },
      'its field peppers.0.id is not what was written',
    ],
    [
      'a second pepper of too few bits',
      { ...content, peppers: [pepper, { ...pepper, secret: short }] },
      'its field peppers.1.secret is not what was written',
    ],
    [
      'a pepper with one field more',
      { ...content, peppers: [{ ...pepper, more: 1 }] },
      'its field peppers.0 is not what was written',
    ],
    [
      'the id of another pepper',
      { ...content, peppers: [{ ...pepper, id: sealing.id }] },
      'a secret and its id do not belong together',
    ],
    [
      'the id of another sealing key',
      { ...content, sealing_keys: [sealing, { ...sealing, id: pepper.id }] },
      'a secret and its id do not belong together',
    ],
  ];
  it.each(wrong)('with %s, and nothing of it is repeated', (_what, file, reason) => {
    expect(() => parseSecretsContent(JSON.stringify(file))).toThrow(new Error(reason));
  });

  it('that is no JSON, in words of ours', () => {
    for (const text of ['', 'rubbish', JSON.stringify(content).slice(0, -1)]) {
      expect(() => parseSecretsContent(text)).toThrow(new Error('it is not JSON'));
    }
  });
});

describe('the secrets of an installation', () => {
  it('are read as they were written', () => {
    for (const content of [newSecretsContent(randomBytes), rotated()]) {
      expect(parseSecretsContent(JSON.stringify(content))).toEqual(content);
    }
  });

  it('are 256 random bits each, and never twice the same', () => {
    const { peppers, sealing_keys, root } = rotated();
    const secrets = [...peppers, ...sealing_keys].map(({ secret }) => secret).concat(root);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(new Set(secrets).size).toBe(5);
  });

  it('have the newest entry in front, and keep all earlier ones', () => {
    const before = newSecretsContent(randomBytes);
    const after = withNewEntries(before, randomBytes);
    expect(after.peppers.slice(1)).toEqual(before.peppers);
    expect(after.sealing_keys.slice(1)).toEqual(before.sealing_keys);
    expect(after.root).toBe(before.root);
    const [one, other] = [deriveSecrets(before), deriveSecrets(after)];
    expect(other.peppers.map(({ id }) => id)).toEqual(after.peppers.map(({ id }) => id));
    expect(other.sealingKeys.map(({ id }) => id)).toEqual(after.sealing_keys.map(({ id }) => id));
    expect(other.fingerprint).toBe(one.fingerprint);
  });

  it('give the same key for each purpose in every version of the program, by HKDF-SHA-256', async () => {
    const content: SecretsContent = rotated();
    const secrets = deriveSecrets(content);
    const expectedKeys = (entries: readonly { secret: string }[], purpose: string) =>
      Promise.all(entries.map(({ secret }) => derived(secret, purpose)));
    expect(secrets.peppers.map(({ key }) => key.export())).toEqual(await expectedKeys(content.peppers, 'lookup'));
    expect(secrets.sealingKeys.map(({ key }) => key.export())).toEqual(
      await expectedKeys(content.sealing_keys, 'seal'),
    );
    for (const { id, secret } of [...content.peppers, ...content.sealing_keys]) {
      expect(id).toBe((await derived(secret, 'id', 9)).toString('base64url'));
    }
    expect(secrets.fingerprint).toBe((await derived(content.root, 'fingerprint', 16)).toString('base64url'));
    for (const purpose of ['cursor', 'dashboard_session', 'audit'] as const) {
      expect(secrets.derive(purpose).export()).toEqual(await derived(content.root, purpose));
    }
  });
});
