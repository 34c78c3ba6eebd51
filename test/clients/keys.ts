import { generateKey } from '../../src/keys/format.ts';
import { disableKey, setKeyScopes } from '../../src/keys/lifecycle/change.ts';
import { createKey } from '../../src/keys/lifecycle/create.ts';
import type { TestServer } from '../server/start-test-server.ts';

export const keyStates = ['valid', 'narrowed', 'wrong', 'disabled', 'expired'] as const;
/** What became of a key since its client got it; `narrowed` was a writing key and may now only read. */
export type KeyState = (typeof keyStates)[number];

const day = 86_400_000;

export interface ClientKeys {
  texts: Readonly<Record<KeyState, string>>;
  /** Of those that the server knows: its log tells requests by them. */
  ids: ReadonlySet<string>;
}

/** A key of each state, for one client alone: its requests are told by them. */
export async function makeKeys({ context, organizationId }: TestServer, name: string): Promise<ClientKeys> {
  const wish = { organizationId, name, createdBy: 'test' };
  const valid = await createKey(context, wish);
  const narrowed = await createKey(context, wish);
  await setKeyScopes(context, { organizationId, keyId: narrowed.apiKey.id }, ['read']);
  const disabled = await createKey(context, wish);
  await disableKey(context, { organizationId, keyId: disabled.apiKey.id });
  const now = context.now();
  const expiresAt = new Date(now - day).toISOString();
  const expired = await createKey({ ...context, now: () => now - 2 * day }, { ...wish, expiresAt });
  return {
    texts: {
      valid: valid.fullKey,
      narrowed: narrowed.fullKey,
      wrong: generateKey(context.randomBytes),
      disabled: disabled.fullKey,
      expired: expired.fullKey,
    },
    ids: new Set([valid, narrowed, disabled, expired].map(({ apiKey }) => apiKey.id)),
  };
}
