import type { RawKey } from './presented-key.ts';
import type { Scope } from './scope.ts';

/** An app that a person signed in, where it calls in place of a key. */
interface GrantHolder {
  readonly personId: string;
  /** What the person could let it do: its list shows as much, and it may ask for more than it has. */
  readonly grantable: readonly Scope[];
}

/** Who a valid key speaks for, or the token of an app: all that the rest of the program may know of either. */
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
  /** Set where this is no key: then `keyId` is the id of the grant. */
  grant?: GrantHolder;
  /** With UPSTREAM_AUTH=passthrough only: the caller's own key, for the one request that it came with. */
  upstreamKey?: RawKey;
}
