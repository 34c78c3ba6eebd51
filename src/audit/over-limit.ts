import type { AuditEntry } from './audit-event.ts';

const minuteMs = 60_000;

interface Folded {
  /** The first one that has no row yet, and when it came. */
  entry: AuditEntry;
  at: number;
  times: number;
  /** The minute in which the last row was written. */
  rowIn: number;
}

export interface OverLimit {
  /** Counts a call that was refused for the rate limit. */
  note(entry: AuditEntry): void;
  /** Writes what may have a row by now. What is left at the end has none: the usage counts each of them. */
  gather(): void;
}

/**
 * An agent that goes on calling over its limit must not fill the trail, whatever it calls itself and whichever tool it
 * calls: it gets a row in each minute. `times` of a row is how many were refused since the row before, this one included.
 */
export function createOverLimit(now: () => number, write: (entry: AuditEntry, at: number) => void): OverLimit {
  /** By key, or by person at the dashboard: both are known to us, so there are no more than those that exist. */
  const folded = new Map<string, Folded>();
  return {
    note(entry) {
      const who = `${entry.organizationId} ${entry.keyId ?? ''} ${entry.personId ?? ''}`;
      const known = folded.get(who);
      if (known === undefined) folded.set(who, { entry, at: now(), times: 1, rowIn: Number.NEGATIVE_INFINITY });
      else if (known.times === 0) Object.assign(known, { entry, at: now(), times: 1 });
      else known.times += 1;
    },
    gather() {
      const minute = Math.floor(now() / minuteMs);
      for (const [who, known] of folded) {
        if (known.rowIn >= minute) continue;
        const { entry, at, times, rowIn } = known;
        if (times === 0) {
          folded.delete(who);
          continue;
        }
        // The minute of those that had to wait has its row already.
        const rowAt = Number.isFinite(rowIn) ? Math.max(at, minute * minuteMs) : at;
        write(times === 1 ? entry : { ...entry, facts: { ...entry.facts, times: String(times) } }, rowAt);
        known.times = 0;
        known.rowIn = minute;
      }
    },
  };
}
