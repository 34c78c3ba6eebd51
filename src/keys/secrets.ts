import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** Turns a key into what it is looked up by. Each key's row names its own. */
export interface Pepper {
  id: string;
  key: KeyObject;
}

/** Seals the copies that the Connect helper fills in. Each sealed copy names its own. */
interface SealingKey {
  id: string;
  key: KeyObject;
}

/** What needs a key of its own beside look-up and sealing; derived from the root, which never rotates. */
type Purpose =
  | 'connect'
  | 'cursor'
  | 'dashboard_session'
  | 'known_browser'
  | 'audit'
  | 'audit_row'
  | 'export_link'
  | 'confirm';

/** Everything secret that is not in the database. Key objects, so that no log or JSON ever prints one. */
export interface Secrets {
  /** Newest first: the first hashes, all of them look up. */
  peppers: readonly [Pepper, ...Pepper[]];
  /** Newest first: the first seals, all of them open. */
  sealingKeys: readonly [SealingKey, ...SealingKey[]];
  /** Names these secrets in the database without telling anything about them. */
  fingerprint: string;
  derive(purpose: Purpose): KeyObject;
}

const secretBits = z.base64url().refine((text) => Buffer.from(text, 'base64url').length === 32, 'must be 256 bits');
const entry = z.strictObject({ id: z.string(), secret: secretBits });
const fileShape = z.strictObject({
  peppers: z.tuple([entry], entry),
  sealing_keys: z.tuple([entry], entry),
  root: secretBits,
});

/** The file's content: the raw bits. It stays inside the functions of this folder that read and write the file. */
export type SecretsContent = z.infer<typeof fileShape>;
type Entry = z.infer<typeof entry>;

/** @throws Error with a short reason that repeats nothing of the text. */
export function parseSecretsContent(text: string): SecretsContent {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Not the parser's own message: it quotes what it read.
    throw new Error('it is not JSON');
  }
  const parsed = fileShape.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.');
    throw new Error(
      where ? `its field ${where} is not what was written` : 'its fields are not those that were written',
    );
  }
  for (const { id, secret } of [...parsed.data.peppers, ...parsed.data.sealing_keys]) {
    // An id is made from its secret, so that a changed secret cannot pass for the one that rows name.
    if (id !== entryId(secret)) throw new Error('a secret and its id do not belong together');
  }
  return parsed.data;
}

/** A first set of secrets. */
export function newSecretsContent(randomBytes: (size: number) => Uint8Array): SecretsContent {
  return {
    peppers: [newEntry(randomBytes)],
    sealing_keys: [newEntry(randomBytes)],
    root: Buffer.from(randomBytes(32)).toString('base64url'),
  };
}

/** The same secrets with a new pepper and a new sealing key in front: from now on these hash and seal. */
export function withNewEntries(content: SecretsContent, randomBytes: (size: number) => Uint8Array): SecretsContent {
  return {
    ...content,
    peppers: [newEntry(randomBytes), ...content.peppers],
    sealing_keys: [newEntry(randomBytes), ...content.sealing_keys],
  };
}

/** The keys for each purpose, derived apart with HKDF-SHA-256: none can stand in for another. */
export function deriveSecrets(content: SecretsContent): Secrets {
  const [pepper, ...olderPeppers] = content.peppers;
  const [sealing, ...olderSealing] = content.sealing_keys;
  const as = (purpose: string) => (item: Entry) => ({ id: item.id, key: createSecretKey(hkdf(item.secret, purpose)) });
  const asPepper = as('lookup');
  const asSealingKey = as('seal');
  return {
    peppers: [asPepper(pepper), ...olderPeppers.map(asPepper)],
    sealingKeys: [asSealingKey(sealing), ...olderSealing.map(asSealingKey)],
    fingerprint: hkdf(content.root, 'fingerprint', 16).toString('base64url'),
    derive: (purpose) => createSecretKey(hkdf(content.root, purpose)),
  };
}

function newEntry(randomBytes: (size: number) => Uint8Array): Entry {
  const secret = Buffer.from(randomBytes(32)).toString('base64url');
  return { id: entryId(secret), secret };
}

function entryId(secret: string): string {
  return hkdf(secret, 'id', 9).toString('base64url');
}

function hkdf(secret: string, purpose: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `creatoraudit/${purpose}/v1`, bytes));
}
