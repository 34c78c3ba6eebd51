import type { Scope } from '../contract/scope.ts';
import type { RawKey } from '../http/credentials.ts';
import type { KeyReference } from './lifecycle/key-context.ts';

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

/** What checking a key comes to. Only `unknown` is a 401; the others are 403 (contract §1, Errors). */
export type Verdict =
  | { kind: 'valid'; principal: Principal }
  | { kind: 'unknown' }
  /** A key that exists: its organization may be told that it was tried. Null where the upstream alone knows whose it is. */
  | { kind: 'disabled' | 'expired' | 'suspended'; key: KeyReference | null };
