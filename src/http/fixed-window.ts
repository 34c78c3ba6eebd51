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
  /** Takes one request back that was counted before it was known what it was, while its window lasts. */
  giveBack(subject: string, taken: WindowState): void;
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

  /** What a subject is counted under: all beyond the most that are kept share one count. */
  const countedAs = (subject: string) => (counts.has(subject) || counts.size < subjects ? subject : '');

  return {
    giveBack(subject, { resetAt }) {
      if (resetAt !== (minute + 1) * (minuteMs / 1000)) return;
      const counted = countedAs(subject);
      counts.set(counted, Math.max(0, (counts.get(counted) ?? 0) - 1));
    },
    take(subject, amount = 1) {
      const at = now();
      const current = Math.floor(at / minuteMs);
      if (current !== minute) {
        minute = current;
        counts = new Map();
      }
      const counted = countedAs(subject);
      const used = counts.get(counted) ?? 0;
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
