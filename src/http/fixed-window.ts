/** What is left of a window of one minute after a request was counted. */
export interface WindowState {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds at which the window ends. */
  readonly resetAt: number;
  /** Seconds until then, at least 1, where this request was over the limit; else null. */
  readonly retryAfterSeconds: number | null;
}

export interface FixedWindow {
  /** Counts `amount` requests of `subject`; all of them are over the limit or none. */
  take(subject: string, amount?: number): WindowState;
}

const minuteMs = 60_000;

/**
 * Counts per subject in minutes of the clock. A new minute drops the counts of the last one, so memory is bounded by
 * the subjects of one minute: at most `subjects` of them, and all beyond share one count.
 */
export function createFixedWindow(setting: { limit: number; now: () => number; subjects: number }): FixedWindow {
  const { limit, now, subjects } = setting;
  let minute = Number.NaN;
  let counts = new Map<string, number>();

  return {
    take(subject, amount = 1) {
      const at = now();
      const current = Math.floor(at / minuteMs);
      if (current !== minute) {
        minute = current;
        counts = new Map();
      }
      const known = counts.get(subject);
      const counted = known === undefined && counts.size >= subjects ? '' : subject;
      const used = counted === subject ? (known ?? 0) : (counts.get('') ?? 0);
      const resetAt = (current + 1) * (minuteMs / 1000);
      if (used + amount > limit) {
        const retryAfterSeconds = Math.max(1, Math.ceil(resetAt - at / 1000));
        return { limit, remaining: Math.max(0, limit - used), resetAt, retryAfterSeconds };
      }
      counts.set(counted, used + amount);
      return { limit, remaining: limit - used - amount, resetAt, retryAfterSeconds: null };
    },
  };
}
