import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { makeOwnFile, nameOwnFile } from '../own-file.ts';
import { StoreUnavailable } from '../unavailable.ts';

/**
 * A backup is gzipped lines of JSON: a header, per table a line with its columns and then its rows as arrays, and an end
 * with the number of rows, without which the file was cut off. The same for both databases, so that one can be restored
 * as the other.
 */
const headerShape = z.object({
  kind: z.literal('creatoraudit backup'),
  format: z.literal(1),
  created_at: z.string(),
  dialect: z.enum(['sqlite', 'postgres']),
  migrations: z.array(z.string()).min(1),
});
const tableShape = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
const endShape = z.object({ end: z.literal(true), rows: z.int() });
const rowShape = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));

export type BackupHeader = z.infer<typeof headerShape>;
export type BackupTable = z.infer<typeof tableShape>;
export type BackupRow = z.infer<typeof rowShape>;

/** A consistent view of a whole database. */
export interface Snapshot {
  readonly dialect: BackupHeader['dialect'];
  /** In the order in which they were applied. */
  readonly migrations: readonly string[];
  /** Whatever others refer to comes first. */
  readonly tables: readonly BackupTable[];
  rows(table: BackupTable): AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>;
}

/** Lines handed on at once: a write costs several times what a line costs. */
const linesPerWrite = 200;

/**
 * Writes a snapshot to a file for this user only, under its name once it is whole.
 * @returns the number of rows
 * @throws the system's error; EEXIST where the name is taken
 */
export async function writeBackup(snapshot: Snapshot, file: string, now: number): Promise<number> {
  // A name that nobody can take beforehand, and that no other process writes to.
  const draft = `${file}.${randomUUID()}.partial`;
  const count = { rows: 0 };
  const made = await makeOwnFile(draft);
  try {
    await pipeline(
      Readable.from(joined(backupLines(snapshot, now, count))),
      // Speed over size: a backup holds its snapshot open.
      createGzip({ level: constants.Z_BEST_SPEED }),
      made.createWriteStream({ flush: true }),
    );
    await nameOwnFile(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return count.rows;
}

async function* backupLines(snapshot: Snapshot, now: number, count: { rows: number }): AsyncGenerator<object> {
  const { dialect, migrations } = snapshot;
  const header: BackupHeader = {
    kind: 'creatoraudit backup',
    format: 1,
    created_at: new Date(now).toISOString(),
    dialect,
    migrations: [...migrations],
  };
  yield header;
  for (const table of snapshot.tables) {
    yield table;
    for await (const row of snapshot.rows(table)) {
      count.rows += 1;
      yield row;
    }
  }
  yield { end: true, rows: count.rows };
}

async function* joined(lines: AsyncIterable<object>): AsyncGenerator<string> {
  let held: string[] = [];
  for await (const line of lines) {
    held.push(`${JSON.stringify(line)}\n`);
    if (held.length < linesPerWrite) continue;
    yield held.join('');
    held = [];
  }
  yield held.join('');
}

/** A table's line, then its rows. */
export type BackupItem = BackupTable | BackupRow;

/**
 * Gives `use` what a backup holds, in its order.
 * @throws StoreUnavailable for a file that is no whole backup, at its end at the latest: what `use` has written by then
 * must not stay
 */
export async function readBackup<Result>(
  file: string,
  use: (header: BackupHeader, items: AsyncIterable<BackupItem>) => Promise<Result>,
): Promise<Result> {
  const source = createReadStream(file);
  try {
    const unzipped = source.pipe(createGunzip());
    // `pipe` hands on what was read, not what went wrong.
    source.once('error', (error) => unzipped.destroy(error));
    const texts = linesOf(unzipped.setEncoding('utf8'));
    const first = await texts.next();
    const header = headerShape.parse(JSON.parse(first.done === true ? '' : first.value));
    return await use(header, itemsOf(texts));
  } catch (error) {
    const isOfFile = error instanceof SyntaxError || error instanceof z.ZodError || isZlibError(error);
    throw isOfFile ? new StoreUnavailable(`This file is no whole backup: ${file}`, error) : error;
  } finally {
    source.destroy();
  }
}

/** Not with `readline`, which also ends lines at U+2028, a character that occurs in people's texts. */
async function* linesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function* itemsOf(texts: AsyncIterable<string>): AsyncGenerator<BackupItem> {
  let rows = 0;
  let end: number | null = null;
  for await (const text of texts) {
    const line: unknown = JSON.parse(text);
    if (Array.isArray(line)) {
      rows += 1;
      yield rowShape.parse(line);
      continue;
    }
    const ending = endShape.safeParse(line);
    if (ending.success) end = ending.data.rows;
    else yield tableShape.parse(line);
  }
  if (end !== rows) throw new SyntaxError('rows are missing');
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_|^ERR_ZLIB/.test(String(error.code));
}
