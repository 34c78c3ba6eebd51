import type { Kysely } from 'kysely';
import { isRecord } from '../../contract/is-record.ts';
import { holdOrganization } from '../../organizations/hold-organization.ts';
import { type ArchivedTable, archivedTables } from '../../store/archive/archived-tables.ts';
import type { ArchivedColumn } from '../../store/archive/columns.ts';
import type { Manifest } from '../../store/archive/manifest.ts';
import { insertRows } from '../../store/ingest/bulk-insert.ts';
import type { Schema } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { inTransaction } from '../../store/transaction.ts';
import { storeProblem } from '../../store/unavailable.ts';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { readCell, readId } from './cells.ts';
import { type ChangedId, GivenIds, type Id } from './given-ids.ts';
import { type OpenArchive, openArchive } from './read-archive.ts';

export interface ArchiveContext {
  store: Pick<Store, 'dialect' | 'write'>;
  newId: () => string;
  limits: Limits;
  /** Called in the transaction when all is in: what it writes is there where the archive is. */
  closing: (db: Kysely<Schema>, outcome: ArchiveOutcome) => Promise<void>;
}

export interface ArchiveOutcome {
  readonly manifest: Manifest;
  readonly rows: number;
  /** Ids that were taken here, and those that were given in their place. */
  readonly changed: () => Iterable<ChangedId>;
}

interface Target {
  readonly id: string;
  readonly number: number;
  readonly account_cap: number | null;
}

const rowsAtOnce = 500;

/**
 * Takes an archive into an organization that holds nothing yet: all of it or nothing, in one transaction.
 * @throws Refusal in words for whoever gave the file
 */
export async function importArchive(
  context: ArchiveContext,
  { organizationId, path }: { organizationId: string; path: string },
): Promise<ArchiveOutcome> {
  const archive = await openArchive(path, context.limits);
  try {
    return await inTransaction(context.store, async (db) => {
      await holdOrganization(db, organizationId);
      const target = await emptyOrganization(db, organizationId);
      const ids = new GivenIds(db, context.newId);
      let rows = 0;
      for (const table of archivedTables) rows += await fillTable(context, db, { archive, table, target, ids });
      await ids.closePosts();
      const { settings } = archive.manifest.organization;
      await db.updateTable('organizations').set(settings).where('id', '=', organizationId).execute();
      const outcome = { manifest: archive.manifest, rows, changed: () => ids.changed() };
      await context.closing(db, outcome);
      return outcome;
    });
  } finally {
    archive.close();
  }
}

/** The organization, where it holds nothing yet. @throws Refusal */
export async function emptyOrganization(db: Kysely<Schema>, organizationId: string): Promise<Target> {
  for (const table of ['accounts', 'creators', 'videos', 'imports', 'origins'] as const) {
    const row = await db
      .selectFrom(table)
      .select('organization_id')
      .where('organization_id', '=', organizationId)
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) {
      throw new Refusal('This organization holds data already: an archive is taken into an empty one only.');
    }
  }
  return await db
    .selectFrom('organizations')
    .select(['id', 'number', 'account_cap'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow(() => new Refusal('There is no such organization.'));
}

interface Filling {
  archive: OpenArchive;
  table: ArchivedTable;
  target: Target;
  ids: GivenIds;
}

async function fillTable(context: ArchiveContext, db: Kysely<Schema>, filling: Filling): Promise<number> {
  const { archive, table, target } = filling;
  let count = 0;
  for await (const lines of inPieces(archive.lines(table))) {
    count += lines.length;
    if (table.table === 'accounts' && target.account_cap !== null && count > target.account_cap) {
      throw new Refusal(
        `The archive holds more than the ${target.account_cap} accounts that this organization may track.`,
      );
    }
    await write(context, db, filling, lines.map(rowOf));
  }
  return count;
}

async function write(
  { store: { dialect } }: ArchiveContext,
  db: Kysely<Schema>,
  { table, target, ids }: Filling,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.kind !== 'own') continue;
    await ids.give(
      column.of,
      rows.flatMap((row) => (row[name] === null && column.isNullable ? [] : [readId(name, column.of, row[name])])),
    );
  }
  const placed = rows.map((row) => placedRow(table, target, ids, row));
  const columns = Object.keys(placed[0] ?? {});
  try {
    await insertRows(dialect, db, { table: table.table, columns, onConflict: '' }, placed);
  } catch (error) {
    if (storeProblem(error) !== null) throw error;
    throw new Refusal(`Rows of ${table.table} in the archive do not fit: they contradict one another.`, {
      cause: error,
    });
  }
}

/** A row as it is here: with the ids that were given, and of this organization. */
function placedRow(
  { table, columns }: ArchivedTable,
  target: Target,
  ids: GivenIds,
  row: Readonly<Record<string, unknown>>,
) {
  const placed = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const ofTarget = name === 'organization_no' ? target.number : target.id;
      return [name, column.kind === 'organization' ? ofTarget : placedCell(name, column, ids, row[name])];
    }),
  );
  // Who did it was a person of the installation that the archive is from.
  return table === 'imports' ? { ...placed, created_by: 'archive' } : placed;
}

function placedCell(name: string, column: ArchivedColumn, ids: GivenIds, value: unknown): Id | null {
  if (value === null && column.isNullable) return null;
  switch (column.kind) {
    case 'own':
    case 'refer':
      return ids.of(column.of, readId(name, column.of, value));
    case 'refer or gone':
      return ids.find(column.of, readId(name, column.of, value));
    case 'refer or empty':
      return value === '' ? '' : ids.of(column.of, readId(name, column.of, value));
    default:
      return readCell(name, column, value);
  }
}

function rowOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const row: unknown = JSON.parse(line);
    if (isRecord(row)) return row;
  } catch {
    // Told below.
  }
  throw new Refusal('The archive holds a line that is no row.');
}

async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let piece: string[] = [];
  for await (const line of lines) {
    piece.push(line);
    if (piece.length < rowsAtOnce) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
