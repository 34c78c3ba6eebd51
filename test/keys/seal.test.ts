import { randomBytes, randomUUID } from 'node:crypto';
import { CompactEncrypt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateKey } from '../../src/keys/format.ts';
import { openSealed, openSealedKey, sealKey } from '../../src/keys/seal.ts';
import { deriveSecrets, newSecretsContent, withNewEntries } from '../../src/keys/secrets.ts';

const content = newSecretsContent(randomBytes);
const secrets = deriveSecrets(content);
const owner = { keyId: randomUUID(), organizationId: randomUUID() };
const key = generateKey(randomBytes);

describe('a sealed copy does not open', () => {
  it('for another key or another organization', async () => {
    const sealed = await sealKey(secrets, key, owner);
    for (const other of [
      { ...owner, keyId: randomUUID() },
      { ...owner, organizationId: randomUUID() },
    ]) {
      expect(await openSealedKey(secrets, sealed, other)).toEqual({ kind: 'refused', reason: 'other_row' });
    }
  });

  it('when its header was rewritten for another row', async () => {
    const sealed = await sealKey(secrets, key, owner);
    const thief = { ...owner, keyId: randomUUID() };
    const header = { ...decodeProtectedHeader(sealed), key_id: thief.keyId };
    const [, ...rest] = sealed.split('.');
    const forged = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
    expect(await openSealedKey(secrets, forged, thief)).toEqual({ kind: 'refused', reason: 'damaged' });
  });

  it('when any part of it was changed', async () => {
    const parts = (await sealKey(secrets, key, owner)).split('.');
    for (const [index, part] of parts.entries()) {
      if (part === '') continue;
      const flipped = (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
      const opened = await openSealedKey(secrets, parts.with(index, flipped).join('.'), owner);
      expect(opened.kind).toBe('refused');
    }
  });

  it('under other secrets', async () => {
    const strange = deriveSecrets(newSecretsContent(randomBytes));
    expect(await openSealedKey(strange, await sealKey(secrets, key, owner), owner)).toEqual({
      kind: 'refused',
      reason: 'unknown_sealing_key',
    });
  });

  it.each(['', 'x', '.....', 'e30....', 'null'])('when it is %j', async (text) => {
    expect(await openSealedKey(secrets, text, owner)).toEqual({ kind: 'refused', reason: 'damaged' });
  });

  it.each([
    ['wrapped', { alg: 'A256GCMKW', enc: 'A256GCM' }],
    ['in another cipher', { alg: 'dir', enc: 'A128CBC-HS256' }],
  ])('when it was sealed %s, be it under our own key', async (_how, algorithms) => {
    const [{ id, key: sealingKey }] = secrets.sealingKeys;
    const header = { ...algorithms, kid: id, key_id: owner.keyId, organization_id: owner.organizationId };
    const sealed = await new CompactEncrypt(Buffer.from(key)).setProtectedHeader(header).encrypt(sealingKey);
    expect(await openSealed(secrets, sealed, owner)).toEqual({ kind: 'refused', reason: 'damaged' });
  });

  it('when the name of its sealing key is not a text', async () => {
    const [, ...rest] = (await sealKey(secrets, key, owner)).split('.');
    const sealed = [Buffer.from('{"alg":"dir","enc":"A256GCM","kid":1}').toString('base64url'), ...rest].join('.');
    expect(await openSealedKey(secrets, sealed, owner)).toEqual({ kind: 'refused', reason: 'damaged' });
  });

  it('when its content is not a key', async () => {
    const sealed = await sealKey(secrets, 'ca_live_not_really', owner);
    expect(await openSealedKey(secrets, sealed, owner)).toEqual({ kind: 'refused', reason: 'damaged' });
  });
});

describe('a sealed copy', () => {
  it('opens for its row, also after a rotation', async () => {
    const sealed = await sealKey(secrets, key, owner);
    const rotated = deriveSecrets(withNewEntries(content, randomBytes));
    for (const present of [secrets, rotated]) {
      const opened = { kind: 'opened', key, sealedUnder: secrets.sealingKeys[0].id };
      expect(await openSealedKey(present, sealed, owner)).toEqual(opened);
    }
    expect(decodeProtectedHeader(await sealKey(rotated, key, owner)).kid).toBe(rotated.sealingKeys[0].id);
  });

  it('names its cipher, its sealing key and its row, and nothing else', async () => {
    expect(decodeProtectedHeader(await sealKey(secrets, key, owner))).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: secrets.sealingKeys[0].id,
      key_id: owner.keyId,
      organization_id: owner.organizationId,
    });
  });

  it('may hold the key of another service, in any form', async () => {
    const sealed = await sealKey(secrets, 'their key – ☂', owner);
    expect(await openSealed(secrets, sealed, owner)).toMatchObject({ kind: 'opened', key: 'their key – ☂' });
  });

  it('is another text each time and shows nothing of the key', async () => {
    const [one, other] = [await sealKey(secrets, key, owner), await sealKey(secrets, key, owner)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain(key.slice(8, 16));
  });
});
