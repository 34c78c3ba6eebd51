import type { KeyReference } from '../../keys/key-reference.ts';
import type { Store } from '../../store/store.ts';

/** What the audit trail has of a key that is waited for, whichever process served it. */
export interface Recorded {
  at: string;
  event: string;
  outcome: 'ok' | 'error' | 'refused' | null;
  code: string | null;
  client: string | null;
  why: string | null;
  place: string | null;
}

/** A client's first contact is a handful of calls. */
const rowsRead = 20;

/** Calls and refusals of a key since a moment, oldest first. */
export async function readRecorded(
  { read }: Pick<Store, 'read'>,
  { organizationId, keyId }: KeyReference,
  since: number,
): Promise<readonly Recorded[]> {
  const rows = await read
    .selectFrom('audit_events')
    .select(['at', 'event', 'outcome', 'code', 'client', 'facts'])
    .where('organization_id', '=', organizationId)
    .where('at', '>=', new Date(since).toISOString())
    .where('key_id', '=', keyId)
    .where('event', 'in', ['call.tool', 'key.refused'])
    .orderBy('at')
    .orderBy('seq')
    .limit(rowsRead)
    .execute();
  return rows.map(({ facts, ...row }) => {
    const { why, place }: Record<string, string | undefined> = JSON.parse(facts);
    return { ...row, why: why ?? null, place: place ?? null };
  });
}
