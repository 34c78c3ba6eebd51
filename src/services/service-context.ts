import type { KeyObject } from 'node:crypto';
import type { Provider } from '../collect/provider.ts';
import type { Store } from '../store/store.ts';

/** What the services work with. Clock, randomness and everything outside come from here. */
export interface ServiceContext {
  readonly store: Store;
  /** Authenticates cursors: `secrets.derive('cursor')`. */
  readonly cursorKey: KeyObject;
  /** How many queries a key may ask a minute. */
  readonly queriesPerMinute: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomUuid: () => string;
  /** Tells the refresh loop that something is due. */
  readonly nudgeRefresh: () => void;
  /** Where numbers come from; null = nothing is ever refreshed. */
  readonly provider: Pick<Provider, 'invented'> | null;
  readonly version: string;
  /** Origin under which clients reach the API, without a trailing slash. */
  readonly publicUrls: { readonly api: string };
  readonly state: () => 'ready' | 'stopping';
}
