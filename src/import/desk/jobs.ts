import type { ChangeEntry } from '../../audit/write-change.ts';
import type { UploadRow } from '../../store/schema.ts';
import type { StoreSetting } from '../../store/setting.ts';
import type { TakenBack } from '../apply/take-back.ts';
import type { Progress } from '../import-context.ts';
import type { SaidOfFile } from '../run/mapping.ts';
import type { FileOutcome } from '../run/take-file.ts';
import type { ArchivePreview } from './take-archive.ts';

/** What the worker is asked to do. */
export type Job =
  | {
      readonly kind: 'take';
      readonly organizationId: string;
      readonly upload: UploadRow;
      readonly said: SaidOfFile;
      readonly by: string;
      readonly isDryRun: boolean;
    }
  | { readonly kind: 'take back'; readonly organizationId: string; readonly importId: string; readonly by: string }
  | { readonly kind: 'look at archive'; readonly upload: UploadRow }
  | {
      readonly kind: 'take archive';
      readonly upload: UploadRow;
      readonly by: string;
      /** What is kept of it while it is under way. */
      readonly running: string;
    }
  /** What another process began and left. */
  | { readonly kind: 'go on' };

export type Done =
  | { readonly kind: 'taken'; readonly outcomes: readonly FileOutcome[] }
  | { readonly kind: 'taken back'; readonly outcome: TakenBack }
  | { readonly kind: 'archive looked at'; readonly archive: ArchivePreview }
  | { readonly kind: 'archive taken' }
  | { readonly kind: 'gone on'; readonly imports: number };

/** What the worker says. */
export type Told =
  | { readonly kind: 'done'; readonly job: number; readonly done: Done }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string; readonly isRefusal: boolean }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'note'; readonly note: number; readonly entry: ChangeEntry };

/** What the worker hears. */
export type Asked =
  | { readonly kind: 'job'; readonly job: number; readonly work: Job }
  | { readonly kind: 'noted'; readonly note: number };

export interface WorkerSetting {
  readonly store: StoreSetting;
  /** Where a file is while it is read. */
  readonly folder: string;
}
