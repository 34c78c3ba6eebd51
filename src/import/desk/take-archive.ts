import { keepOutcome, replacePieces } from '../../store/imports/upload-rows.ts';
import type { UploadRow } from '../../store/schema.ts';
import type { ArchiveState } from '../archive/archive-outcome.ts';
import { idsCsv } from '../archive/ids-csv.ts';
import { emptyOrganization, importArchive } from '../archive/import-archive.ts';
import { openArchive } from '../archive/read-archive.ts';
import { Refusal } from '../refusal.ts';
import type { DeskContext } from './desk-context.ts';
import { withUploadFile } from './upload-file.ts';

/** What an archive says of itself. */
export interface ArchivePreview {
  readonly organizationName: string;
  readonly createdAt: string;
  readonly version: string;
  readonly files: readonly { readonly name: string; readonly rows: number }[];
  /** Why it cannot be taken in here; null where it can, as far as that shows. */
  readonly refusal: string | null;
}

/** Looks at an archive. @throws Refusal where it is none */
export async function lookAtArchive(context: DeskContext, upload: UploadRow): Promise<ArchivePreview> {
  return await withUploadFile(context, upload, async (path) => {
    const { manifest, close } = await openArchive(path, context.limits);
    close();
    const { version, created_at: createdAt, organization, files } = manifest;
    const refusal = await whyNot(context, upload.organization_id);
    return { organizationName: organization.settings.name, createdAt, version, files, refusal };
  });
}

async function whyNot({ store }: DeskContext, organizationId: string): Promise<string | null> {
  try {
    await emptyOrganization(store.write, organizationId);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Takes an archive in, and keeps what came of it beside the upload: `running` is there already. */
export async function takeArchive(
  context: DeskContext,
  { upload, by, running }: { upload: UploadRow; by: string; running: string },
): Promise<void> {
  const organizationId = upload.organization_id;
  const archived = { organizationId, by, facts: { file: upload.name.slice(0, 100) } };
  await context.note({ ...archived, event: 'archive.begun' });
  try {
    const { rows } = await withUploadFile(context, upload, (path) =>
      importArchive(
        {
          ...context,
          closing: async (db, { rows, changed }) => {
            let lines = 0;
            await replacePieces(
              db,
              upload,
              inPieces(idsCsv(changed()), (count) => {
                lines += count;
              }),
            );
            const done: ArchiveState = { state: 'done', rows, changedIds: lines - 1 };
            const isOurs = await keepOutcome(db, upload, JSON.stringify(done), running);
            if (!isOurs) throw new Refusal('The archive was discarded meanwhile.');
          },
        },
        { organizationId, path },
      ),
    );
    await context.note({ ...archived, event: 'archive.imported', facts: { ...archived.facts, rows: String(rows) } });
  } catch (error) {
    const reason = error instanceof Refusal ? error.message : 'The archive could not be taken in: nothing of it is in.';
    const refused: ArchiveState = { state: 'refused', reason };
    await keepOutcome(context.store.write, upload, JSON.stringify(refused), running);
    if (!(error instanceof Refusal)) throw error;
  }
}

const linesTogether = 5_000;

/** @param told how many lines each piece has */
function* inPieces(lines: Iterable<string>, told: (count: number) => void): Generator<Buffer> {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < linesTogether) continue;
    told(piece.length);
    yield Buffer.from(piece.join(''));
    piece = [];
  }
  told(piece.length);
  yield Buffer.from(piece.join(''));
}
