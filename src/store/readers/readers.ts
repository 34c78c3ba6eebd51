import type { ReadHeavy } from './heavy-read.ts';

/** How the long reads of this process stand. */
export interface ReaderCounts {
  /** Reads whose turn has not come. */
  readonly waiting: number;
  readonly running: number;
  /** Reads that were ended at their deadline, since the start. */
  readonly killed: number;
}

/** What runs long reads, away from the thread that answers. */
export interface Readers {
  readonly read: ReadHeavy;
  counts(): ReaderCounts;
  /** Ends what is under way and waiting, with a 503 for each. */
  stop(): Promise<void>;
}
