import { described } from './build.ts';
import type { UrlMethod } from './method.ts';
import { reachWarnings } from './wording.ts';

/** What a client that signs people in is given: an address, and no key. */
export function signInMethod(
  client: string,
  signInUrl: string,
  { before, after }: { before: string; after: string },
): UrlMethod {
  return {
    ...described({
      id: 'sign-in',
      title: 'Sign in',
      before: [before],
      after: [after, 'It sends you here: sign in, choose the organization and what it may do, and it is connected.'],
      warnings: reachWarnings(client, signInUrl),
      keyFrom: 'sign_in',
      scope: 'user',
    }),
    kind: 'url',
    text: signInUrl,
  };
}

/** What is said where nobody can sign in from a client, that would rather do so. */
export const HOW_TO_SIGN_IN =
  'Without a key in the URL, by signing in: whoever runs this server sets PUBLIC_CONNECT_URL to a public https address of its own.';
