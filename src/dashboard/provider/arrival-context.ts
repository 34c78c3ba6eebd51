import type { Config } from '../../config.ts';
import type { KeyContext } from '../../keys/lifecycle/key-context.ts';

/** What is needed where somebody comes back from the provider. */
export interface ArrivalContext {
  keys: KeyContext;
  config: Pick<Config, 'signUp' | 'oidc'>;
}
