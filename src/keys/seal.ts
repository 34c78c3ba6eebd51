import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import { parseKey } from './format.ts';
import type { Secrets } from './secrets.ts';

/** The row that a sealed copy belongs to; it opens for no other. */
export interface SealOwner {
  keyId: string;
  organizationId: string;
}

export type Opened =
  | { kind: 'opened'; key: string; sealedUnder: string }
  | { kind: 'refused'; reason: 'unknown_sealing_key' | 'other_row' | 'damaged' };

/** The full key as a JWE (dir, A256GCM) under the newest sealing key, bound to its row by the protected header. */
export async function sealKey(secrets: Secrets, key: string, owner: SealOwner): Promise<string> {
  const [newest] = secrets.sealingKeys;
  return new CompactEncrypt(new TextEncoder().encode(key))
    .setProtectedHeader({
      alg: 'dir',
      enc: 'A256GCM',
      kid: newest.id,
      key_id: owner.keyId,
      organization_id: owner.organizationId,
    })
    .encrypt(newest.key);
}

/** Opens a sealed copy of one of our keys for the row that it was made for; anything else is refused with the reason. */
export async function openSealedKey(secrets: Secrets, sealed: string, owner: SealOwner): Promise<Opened> {
  const opened = await openSealed(secrets, sealed, owner);
  if (opened.kind === 'opened' && parseKey(opened.key).kind !== 'key') return { kind: 'refused', reason: 'damaged' };
  return opened;
}

/** The same for a key that somebody else has made: an upstream's keys have a form of their own. */
export async function openSealed(secrets: Secrets, sealed: string, owner: SealOwner): Promise<Opened> {
  const kid = sealedUnder(sealed);
  if (kid === undefined) return { kind: 'refused', reason: 'damaged' };
  const sealingKey = secrets.sealingKeys.find(({ id }) => id === kid);
  if (sealingKey === undefined) return { kind: 'refused', reason: 'unknown_sealing_key' };
  const decrypted = await compactDecrypt(sealed, sealingKey.key, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch(() => null);
  if (decrypted === null) return { kind: 'refused', reason: 'damaged' };
  const { key_id, organization_id } = decrypted.protectedHeader;
  if (key_id !== owner.keyId || organization_id !== owner.organizationId) {
    return { kind: 'refused', reason: 'other_row' };
  }
  return { kind: 'opened', key: new TextDecoder().decode(decrypted.plaintext), sealedUnder: sealingKey.id };
}

/** The id of the sealing key that a copy names, read without opening it. */
function sealedUnder(sealed: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(sealed);
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
