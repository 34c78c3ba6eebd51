import type { ChangeEntry } from '../audit/write-change.ts';
import type { Store } from '../store/store.ts';
import type { Limits } from './limits.ts';

/** What imports need from outside. */
export interface ImportContext {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Writes a row into the audit trail. */
  readonly note: (entry: ChangeEntry) => Promise<void>;
  readonly store: Store;
  readonly newId: () => string;
  readonly limits: Limits;
  /** This process, among those that may work on an import. */
  readonly claim: string;
  /** Whether a process that claimed an import is known to be gone. */
  readonly isGone: (claim: string) => boolean;
  /** Told after each piece of work. */
  readonly progress: (progress: Progress) => void;
  /** Waits so many milliseconds, in which whoever else writes gets a turn. */
  readonly rest: (ms: number) => Promise<void>;
}

export interface Progress {
  readonly importId: string;
  readonly step: 'reading' | 'applying' | 'taking back';
  readonly done: number;
  /** Null while it is not known. */
  readonly of: number | null;
}

/** How long an import rests after so many milliseconds of writing: on SQLite one writes at a time, and a quarter is for others. */
export function restAfter(ms: number): number {
  return Math.min(20, Math.max(2, ms / 4));
}

/** How long a process may be silent before another goes on with its import: a chunk takes milliseconds. */
export const claimMs = 15_000;
