import type { Answers } from './answers.ts';
import type { FileDate } from './file-date.ts';
import type { Survey } from './survey.ts';

/** What a table's file says beside it. */
export interface Surroundings {
  readonly answers: Answers;
  readonly date: FileDate;
  /** The other tables of the file: how one is written tells of all. */
  readonly all: readonly Survey[];
}
