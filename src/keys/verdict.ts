import type { Principal } from '../contract/principal.ts';
import type { KeyReference } from './key-reference.ts';

/** What checking a key comes to. Only `unknown` is a 401; the others are 403 (contract §1, Errors). */
export type Verdict =
  | { kind: 'valid'; principal: Principal }
  | { kind: 'unknown' }
  /** A key that exists: its organization may be told that it was tried. Null where the upstream alone knows whose it is. */
  | { kind: 'disabled' | 'expired' | 'suspended'; key: KeyReference | null };
