import type { Witness } from '../audit/write-change.ts';
import type { Store } from '../store/store.ts';

/** What changing organizations and keys needs from outside. */
export interface OrganizationContext extends Witness {
  store: Store;
  /** A new UUID. */
  newId: () => string;
  /**
   * Called after each committed change that may alter what a key may do: where keys are verified in this process, the
   * verifier's `invalidate`. Other processes notice the bumped revision.
   */
  changed: () => void;
}
