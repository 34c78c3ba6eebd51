import { isProviderRefusal, providerRefusals } from '../../dashboard/contract/provider-refusals.ts';

/** What the way back from the OpenID Connect provider says when nothing came of it, in words. */
export function whyRefused(error: string): string {
  if (isProviderRefusal(error)) return providerRefusals[error];
  return 'That sign-in did not come to its end. Begin once more; it must end within ten minutes, in the same browser.';
}
