import type { ImportContext } from '../import-context.ts';

/** What the thread that works for pages has besides. */
export interface DeskContext extends ImportContext {
  /** Where a file is while it is read. */
  readonly folder: string;
}
