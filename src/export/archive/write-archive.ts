import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Kysely, sql } from 'kysely';
import yazl from 'yazl';
import { Problem } from '../../contract/problem.ts';
import { type ArchivedTable, archivedSettings, archivedTables } from '../../store/archive/archived-tables.ts';
import { fileNameOf, type Manifest, manifestName, manifestShape } from '../../store/archive/manifest.ts';
import { migrationNames } from '../../store/migrations/migrate.ts';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { archivedRows } from './archived-rows.ts';

interface ArchiveWish {
  /** Its connection is held until the archive is written: one of its own beside a server's. */
  store: Pick<Store, 'dialect' | 'read'>;
  organizationId: string;
  version: string;
  now: number;
}

/**
 * Writes all of an organization but people, keys, sessions and the trail to a zip, as it was at one moment.
 * @returns what the archive says of itself
 * @throws Problem NOT_FOUND; CONFLICT while an import is under way
 */
export async function writeArchive(wish: ArchiveWish, target: Writable): Promise<Manifest> {
  const { dialect, read } = wish.store;
  return await read.connection().execute(async (db) => {
    const begin = dialect === 'sqlite' ? sql`begin` : sql`begin isolation level repeatable read read only`;
    await begin.execute(db);
    try {
      return await written(db, wish, target);
    } finally {
      await sql`rollback`.execute(db);
    }
  });
}

async function written(db: Kysely<Schema>, wish: ArchiveWish, target: Writable): Promise<Manifest> {
  const { organizationId, version, now } = wish;
  const { id, number, ...settings } = await organizationRow(db, organizationId);
  await refuseUnderWay(db, organizationId);
  const manifest: Manifest = {
    kind: 'creatoraudit archive',
    format: 1,
    version,
    tables: migrationNames.at(-1) ?? '',
    created_at: new Date(now).toISOString(),
    organization: { id, settings },
    files: [],
  };
  const zip = new yazl.ZipFile();
  // What fails in a file ends the archive, which would wait for it else.
  const failed = new AbortController();
  const mtime = new Date(now);
  const add = (name: string, content: () => AsyncIterable<string>) =>
    zip.addReadStreamLazy(name, { mtime, compressionLevel: 6 }, (give) => {
      const stream = Readable.from(content(), { objectMode: false });
      stream.once('error', (error) => failed.abort(error));
      give(null, stream);
    });
  for (const table of archivedTables) add(fileNameOf(table), () => fileOf(db, table, { id, number }, manifest));
  add(manifestName, async function* () {
    yield `${JSON.stringify(manifestShape.parse(manifest), null, 2)}\n`;
  });
  zip.end();
  await pipeline(zip.outputStream, target, { signal: failed.signal });
  return manifest;
}

/** The lines of a table, and what the manifest says of them when all were read. */
async function* fileOf(
  db: Kysely<Schema>,
  table: ArchivedTable,
  whose: { id: string; number: number },
  { files }: Manifest,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const rows of archivedRows(db, table, whose)) {
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    hash.update(text);
    count += rows.length;
    yield text;
  }
  files.push({ name: fileNameOf(table), rows: count, sha256: hash.digest('hex') });
}

async function organizationRow(db: Kysely<Schema>, organizationId: string) {
  const row = await db
    .selectFrom('organizations')
    .select(['id', 'number', ...archivedSettings])
    .where('id', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('NOT_FOUND', 'There is no such organization.');
  return row;
}

async function refuseUnderWay(db: Kysely<Schema>, organizationId: string): Promise<void> {
  const running = await db
    .selectFrom('imports')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['applying', 'withdrawing'])
    .executeTakeFirst();
  if (running === undefined) return;
  throw new Problem('CONFLICT', 'An import is under way: export when it has ended, or take it back.');
}
