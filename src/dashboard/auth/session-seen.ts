import { LRUCache } from 'lru-cache';
import type { Store } from '../../store/store.ts';

/** As exactly as anybody asks when a session was used last; a page sends many requests. */
const everyMs = 5 * 60_000;
const sessionsKept = 10_000;

/** Notes that a session is used, in the database at most every five minutes. */
export type SessionSeen = (sessionId: string) => void;

/** No request waits for it: with a full disk, or a database that is locked, pages are served all the same. */
export function createSessionSeen(
  { write }: Pick<Store, 'write'>,
  now: () => number,
  onError: (error: unknown) => void,
): SessionSeen {
  const noted = new LRUCache<string, number>({ max: sessionsKept });
  return (sessionId) => {
    const at = now();
    if (at - (noted.get(sessionId) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    noted.set(sessionId, at);
    write
      .updateTable('dashboard_sessions')
      .set({ seen_at: new Date(at).toISOString() })
      .where('id', '=', sessionId)
      .execute()
      .catch(onError);
  };
}
