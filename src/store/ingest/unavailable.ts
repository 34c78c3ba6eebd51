import type { Writer } from '../transaction.ts';

interface Unavailable {
  organizationId: string;
  id: string;
  /** When it is asked for again, ISO 8601. */
  nextRefreshAt: string | null;
}

/** A provider said that the account is gone from its platform. Its history stays, and a later snapshot brings it back. */
export async function markAccountUnavailable(
  writer: Writer,
  { organizationId, id, nextRefreshAt }: Unavailable,
): Promise<void> {
  await writer.write
    .updateTable('accounts')
    .set({ is_unavailable: 1, next_refresh_at: nextRefreshAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** The same for an individually tracked video. */
export async function markVideoUnavailable(
  writer: Writer,
  { organizationId, id, nextRefreshAt }: Unavailable,
): Promise<void> {
  await writer.write
    .updateTable('videos')
    .set({ is_unavailable: 1, next_refresh_at: nextRefreshAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
