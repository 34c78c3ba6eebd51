import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CreatedKey } from '../../src/keys/lifecycle/api-key.ts';
import { createKey, type KeyWish } from '../../src/keys/lifecycle/create.ts';
import type { KeyContext } from '../../src/keys/lifecycle/key-context.ts';
import { openSecrets } from '../../src/keys/open-secrets.ts';
import type { VerdictCache } from '../../src/keys/verdict-cache.ts';
import { createVerifier, type Verifier } from '../../src/keys/verify.ts';
import { createOrganization } from '../../src/organizations/create.ts';
import type { Store } from '../../src/store/store.ts';
import { nobody } from '../audit/authors.ts';
import type { TestStore } from '../store/open-test-store.ts';

/** A process's keys as `main` puts them together, with a clock that only the test moves. */
export interface TestKeys {
  context: KeyContext;
  verifier: Verifier;
  clock: { now: number };
  /** What the verifier reported about its work in the background. */
  errors: unknown[];
  secretsFile: string;
  organization(name?: string): Promise<string>;
  key(organizationId: string, wish?: Partial<KeyWish>): Promise<CreatedKey>;
}

export const noon = Date.parse('2026-11-24T12:00:00.000Z');

export async function openTestKeys(
  { store, folder }: Pick<TestStore, 'folder'> & { store: Store },
  { recovery = true, cache }: { recovery?: boolean; cache?: VerdictCache } = {},
): Promise<TestKeys> {
  const clock = { now: noon };
  const now = () => clock.now;
  const errors: unknown[] = [];
  const secretsFile = join(folder, 'secrets.json');
  const secrets = await openSecrets({ path: secretsFile, store, randomBytes });
  const onError = (error: unknown) => {
    errors.push(error);
  };
  const verifier = createVerifier({
    store,
    secrets,
    now,
    randomBytes,
    onError,
    ...(cache === undefined ? {} : { cache }),
  });
  const context: KeyContext = {
    store,
    secrets,
    now,
    randomBytes,
    recovery,
    newId: randomUUID,
    author: nobody,
    changed: verifier.invalidate,
  };
  return {
    context,
    verifier,
    clock,
    errors,
    secretsFile,
    organization: async (name = 'Acme') => (await createOrganization(context, { name })).id,
    key: (organizationId, wish = {}) =>
      createKey(context, { organizationId, name: 'test key', createdBy: 'test', ...wish }),
  };
}
