import type { Store } from '../../store/store.ts';

/** Keeps a transaction within 10 ms. */
const rowsAtOnce = 500;

/**
 * Deletes sessions and unfinished sign-ins whose time is over, of everybody. better-auth lets in nobody by them, and
 * deletes only those that somebody comes with.
 */
export async function deleteExpired({ read, write }: Pick<Store, 'read' | 'write'>, now: number): Promise<void> {
  const before = new Date(now).toISOString();
  for (const table of ['dashboard_sessions', 'verifications'] as const) {
    for (;;) {
      const expired = await read
        .selectFrom(table)
        .select('id')
        .where('expires_at', '<', before)
        .limit(rowsAtOnce)
        .execute();
      if (expired.length === 0) break;
      const ids = expired.map(({ id }) => id);
      await write.deleteFrom(table).where('id', 'in', ids).execute();
    }
  }
}
