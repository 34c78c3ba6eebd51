import { randomBytes, randomUUID } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateKey } from '../../src/keys/format.ts';
import { openSealedKey, sealKey } from '../../src/keys/seal.ts';
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

  it('when it holds something that is no key', async () => {
    const sealed = await sealKey(secrets, 'ca_live_not_really', owner);
    expect(await openSealedKey(secrets, sealed, owner)).toEqual({ kind: 'refused', reason: 'damaged' });
  });
});

describe('a sealed copy', () => {
  it('opens for its row, also after a rotation', async () => {
    const sealed = await sealKey(secrets, key, owner);
    const rotated = deriveSecrets(withNewEntries(content, randomBytes));
    for (const present of [secrets, rotated]) {
      expect(await openSealedKey(present, sealed, owner)).toMatchObject({ kind: 'opened', key });
    }
    expect(decodeProtectedHeader(await sealKey(rotated, key, owner)).kid).toBe(rotated.sealingKeys[0].id);
  });

  it('is another text each time and shows nothing of the key', async () => {
    const [one, other] = [await sealKey(secrets, key, owner), await sealKey(secrets, key, owner)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain(key.slice(8, 16));
  });
});
