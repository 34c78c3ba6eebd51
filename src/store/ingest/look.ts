import type { AccountObservation } from './snapshot.ts';

/** A look at an account. */
export interface Look {
  /** ms since the epoch; its UTC day gets the gains. */
  readonly at: number;
  readonly snapshot: AccountObservation;
}
