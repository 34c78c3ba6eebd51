import type { HeavyRead } from './heavy-read.ts';

/** `ReadHeavy`, where whoever wrote the statement says what its rows are, as with any other read. */
export type ReadHeavyRows = <Row = Readonly<Record<string, unknown>>>(
  organizationId: string,
  read: HeavyRead,
) => Promise<readonly Row[]>;

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
  readonly read: ReadHeavyRows;
  counts(): ReaderCounts;
  /** Ends what is under way and waiting, with a 503 for each. */
  stop(): Promise<void>;
}
