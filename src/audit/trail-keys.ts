import type { KeyObject } from 'node:crypto';

/** What the trail is made authentic with; none of it is in the database. */
export interface TrailKeys {
  /** For what a process places in the chain. */
  readonly sealKey: KeyObject;
  /** For what a process writes. */
  readonly rowKey: KeyObject;
}

export function trailKeysOf(secrets: { derive(purpose: 'audit' | 'audit_row'): KeyObject }): TrailKeys {
  return { sealKey: secrets.derive('audit'), rowKey: secrets.derive('audit_row') };
}
