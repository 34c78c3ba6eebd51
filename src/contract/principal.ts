import type { RawKey } from './presented-key.ts';
import type { Scope } from './scope.ts';

/** Who a valid key speaks for: all that the rest of the program may know of a key. */
export interface Principal {
  organizationId: string;
  organizationName: string;
  keyId: string;
  keyName: string;
  /** Already widened by implication, narrowest first. */
  scopes: readonly Scope[];
  /** ISO 8601, or null when it never expires. */
  expiresAt: string | null;
  /** What the organization lets a key in a URL do (contract §5). */
  urlKeys: 'allow' | 'read_only' | 'forbid';
  holdsSampleData: boolean;
  /** With UPSTREAM_AUTH=passthrough only: the caller's own key, for the one request that it came with. */
  upstreamKey?: RawKey;
}
