import { join } from 'node:path';
import { writeChange } from '../audit/write-change.ts';
import { type ArchiveStream, createArchiveStream } from '../export/archive/archive-stream.ts';
import { createImportDesk, type ImportDesk } from '../import/desk/import-desk.ts';
import { Uploads } from '../import/desk/uploads.ts';
import { unfinishedImports } from '../store/imports/import-rows.ts';
import type { Upstream } from '../upstream/open-upstream.ts';
import { version } from '../version.ts';
import type { Opened } from './opened.ts';

/** Where pages hand files in, over the store of this process; null where the data is in a remote API. */
export function composeImports(
  { config, store, author, outside }: Opened,
  upstream: Upstream | null,
  onError: (error: unknown) => void,
): ImportDesk | null {
  if (upstream !== null) return null;
  const { now, newId } = outside;
  return createImportDesk({
    uploads: new Uploads({ store, now, newId }),
    store: config.database,
    folder: join(config.dataDir, 'uploads'),
    now,
    note: (entry) => writeChange(store.write, { now, author }, entry),
    onError,
    isLeft: async () => (await unfinishedImports(store.read)).length > 0,
  });
}

/** An organization as an archive, over connections of their own; null where the data is in a remote API. */
export function composeArchives({ config, outside }: Opened, upstream: Upstream | null): ArchiveStream | null {
  if (upstream !== null) return null;
  return createArchiveStream({ store: config.database, version, now: outside.now });
}
