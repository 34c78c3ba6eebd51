/**
 * Why a sign-in by the OpenID Connect provider, or a linking of it, came to nothing: the `error` in the address that the
 * browser is sent back to, and what the page says then. Nothing here tells of an account to anybody but whoever has just
 * shown, at the provider, that the address is theirs.
 */
export const providerRefusals = {
  access_denied: 'The sign-in was cancelled at the provider.',
  provider_failed: 'The provider did not answer as it should. Begin once more in a moment.',
  address_missing: 'The provider did not say which email address is yours, and a first sign-in needs one.',
  address_unverified: 'The provider has not verified your email address. Have it verified there, then sign in again.',
  address_unusable: 'The email address at the provider cannot be used here: it must be written in plain ASCII letters.',
  address_proven_elsewhere:
    'Another account here has proven this address. If it is yours, sign in as you did before, and link the provider under Settings, “How you sign in”.',
  not_invited:
    'That sign-in was not accepted. People come here by invitation: ask an owner or admin for a link. If you have an account already, sign in with its password, and link the provider under Settings.',
  linked_elsewhere:
    'This account of the provider is linked to another account here. Sign in with it and unlink it there first.',
  session_changed: 'You were signed out, or are somebody else now. Sign in, then link the provider once more.',
} as const;

export type ProviderRefusal = keyof typeof providerRefusals;

export function isProviderRefusal(code: string): code is ProviderRefusal {
  return Object.hasOwn(providerRefusals, code);
}
