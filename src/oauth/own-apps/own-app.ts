import { clientSecretPrefix, generateToken } from '../../keys/format.ts';
import { newTokenHash } from '../../keys/grants/look-up.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';

/** An app that an owner made by hand, for the members of their organization: one that cannot register itself. */
export interface OwnApp {
  /** The id that it calls itself by, its `client_id`. */
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly hasSecret: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** One of them as named from outside, and the person who acts on it. */
export interface OwnAppReference {
  readonly organizationId: string;
  readonly id: string;
  readonly by: string;
}

/** A new secret of an app: the text is in one answer and nowhere else, and the database has its hash. */
export function newSecret({ secrets, randomBytes }: Pick<KeyContext, 'secrets' | 'randomBytes'>) {
  const text = generateToken(clientSecretPrefix, randomBytes);
  return { text, hash: newTokenHash(secrets.current(), text) };
}
