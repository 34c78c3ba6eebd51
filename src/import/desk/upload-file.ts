import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { piecesOf } from '../../store/imports/upload-rows.ts';
import { makeOwnFile } from '../../store/own-file.ts';
import type { UploadRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { Refusal } from '../refusal.ts';

/** A copy that a process left when it was killed is of no use after so long. */
const leftMs = 24 * 3_600_000;

/**
 * Does `work` with a file that holds an upload, since zips are read from their ends; the file goes afterwards. Its name
 * is of our own making.
 */
export async function withUploadFile<Result>(
  { store, folder, now }: { store: Pick<Store, 'write'>; folder: string; now: () => number },
  upload: UploadRow,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await forgetLeft(folder, now());
  const path = join(folder, randomUUID());
  const file = await makeOwnFile(path);
  try {
    let written = 0;
    try {
      for await (const piece of piecesOf(store.write, upload)) {
        await file.write(piece);
        written += piece.length;
      }
    } finally {
      await file.close();
    }
    if (written !== upload.bytes) throw new Refusal('The file was discarded meanwhile: choose it again.');
    return await work(path);
  } finally {
    await rm(path, { force: true });
  }
}

async function forgetLeft(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && facts.mtimeMs < now - leftMs) await rm(path, { force: true, recursive: true });
  }
}
