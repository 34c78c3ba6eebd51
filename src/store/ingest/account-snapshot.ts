import type { Writer } from '../transaction.ts';
import { type Recorded, recordLooks } from './record-looks.ts';
import type { AccountObservation } from './snapshot.ts';

export interface AccountSighting {
  organizationId: string;
  accountId: string;
  /** When it was seen, ms since the epoch; its UTC day gets the gains. */
  at: number;
  snapshot: AccountObservation;
  /** When the account is due next, ISO 8601; absent: left as it is. */
  nextRefreshAt?: string | null;
}

/** Records what the refresh loop saw of an account (see `recordLooks`). */
export function recordAccountSnapshot(writer: Writer, { at, snapshot, ...rest }: AccountSighting): Promise<Recorded> {
  return recordLooks(writer, { ...rest, origin: { source: 'api', importId: '' }, looks: [{ at, snapshot }] });
}
