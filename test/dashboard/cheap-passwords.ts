import { createHash } from 'node:crypto';
import type { PasswordHash } from '../../src/dashboard/auth/password-hash.ts';

const hash = async (password: string) => createHash('sha256').update(password).digest('base64url');

/** For tests in which thousands of people sign in. */
export const cheapPasswords: PasswordHash = {
  hash,
  verify: async (given) => given.hash === (await hash(given.password)),
};
