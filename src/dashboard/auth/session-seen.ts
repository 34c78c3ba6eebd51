import { LRUCache } from 'lru-cache';
import type { Store } from '../../store/store.ts';

/** As exactly as anybody asks when a session was used last; a page sends many requests. */
const everyMs = 5 * 60_000;
const sessionsKept = 10_000;

/** Notes that a session is used, in the database at most every five minutes. */
export type SessionSeen = (sessionId: string) => Promise<void>;

export function createSessionSeen({ write }: Pick<Store, 'write'>, now: () => number): SessionSeen {
  const noted = new LRUCache<string, number>({ max: sessionsKept });
  return async (sessionId) => {
    const at = now();
    if (at - (noted.get(sessionId) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    noted.set(sessionId, at);
    await write
      .updateTable('dashboard_sessions')
      .set({ seen_at: new Date(at).toISOString() })
      .where('id', '=', sessionId)
      .execute();
  };
}
