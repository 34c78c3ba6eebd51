import { readKeysRevision } from '../store/keys-revision.ts';
import type { Store } from '../store/store.ts';

/**
 * How long a cached verdict may be used after the revision was last read: a change by another process must be obeyed
 * within 1 s (contract §3, Revocation), and a read that began before the change does not see it.
 */
const trustMs = 900;

interface FreshnessSetting {
  store: Store;
  now: () => number;
  /** The revision is another one than last time: forget what was derived from the old one. */
  onChange: () => Promise<void>;
}

export interface Freshness {
  /** Whether the revision was read recently enough at this moment (milliseconds). False after failed reads: fail closed. */
  trusted(at: number): boolean;
  /** Reads the revision now; several callers at once share one read. Rejects with the driver's error. */
  poll(): Promise<void>;
}

/** Notices the changes that other processes make to keys and organizations. */
export function watchRevision({ store, now, onChange }: FreshnessSetting): Freshness {
  let seen: string | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const startedAt = now();
    const revision = await readKeysRevision(store.read);
    if (revision !== seen) {
      await onChange();
      seen = revision;
    }
    readAt = startedAt;
  }

  return {
    // A clock that was set back makes the age negative: that proves nothing, so it is not trusted.
    trusted: (at) => at >= readAt && at - readAt <= trustMs,
    poll: () => {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}
