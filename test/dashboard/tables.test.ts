import { createSecretKey, randomBytes } from 'node:crypto';
import { getMigrations } from 'better-auth/db/migration';
import { expect, it } from 'vitest';
import { createAuth } from '../../src/dashboard/auth/auth.ts';
import { testStores } from '../store/open-test-store.ts';

testStores('the tables of people', (opened) => {
  it('are all that better-auth wants, and nothing of it is missing', async () => {
    const warnings: string[] = [];
    const auth = createAuth({
      store: opened().store,
      secret: createSecretKey(randomBytes(32)),
      publicUrl: 'http://127.0.0.1:8787',
      oidc: { discoveryUrl: 'http://127.0.0.1:1/', clientId: 'id', clientSecret: 'secret', label: 'Sign in' },
      arrive: async () => ({ kind: 'linked' }),
      log: (_level, message) => warnings.push(message),
    });
    const wanted = await getMigrations(auth.options);
    expect(wanted.toBeCreated).toEqual([]);
    expect(wanted.toBeAdded).toEqual([]);
    expect(await wanted.compileMigrations()).toMatch(/^;?$/);
    expect(warnings.filter((warning) => warning.includes(' table '))).toEqual([]);
  });
});
