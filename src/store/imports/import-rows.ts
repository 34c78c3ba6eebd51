import type { Kysely } from 'kysely';
import { bulkInsert } from '../ingest/bulk-insert.ts';
import type { ImportAccountRow, ImportBlockRow, ImportRejectRow, ImportRow, ImportState, Schema } from '../schema.ts';
import type { Writer } from '../transaction.ts';

/* Imports and their staged rows. The rows have no organization of their own: every question of them asks for their import's. */

/** An import of an organization, as its row has it. */
export type ImportOf = Pick<ImportRow, 'organization_id' | 'id'>;

/** The id of an import, where the organization has it: what belongs to another's is as if it were not there. */
export function ownImport(db: Kysely<Schema>, { organization_id, id }: ImportOf) {
  return db.selectFrom('imports').select('id').where('organization_id', '=', organization_id).where('id', '=', id);
}

/** The imports of an organization, newest first. */
export function listImports(db: Kysely<Schema>, organizationId: string, limit: number): Promise<ImportRow[]> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export function findImport(
  db: Kysely<Schema>,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<ImportRow | undefined> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', importId)
    .executeTakeFirst();
}

/** The import of the same bytes, with the same said about them, that is in the store or on its way. */
export function sameImport(
  db: Kysely<Schema>,
  { organizationId, sha256 }: { organizationId: string; sha256: string },
): Promise<ImportRow | undefined> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('sha256', '=', sha256)
    .where('state', 'not in', ['withdrawn', 'refused', 'withdrawing'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
}

/** Imports that somebody began to bring in or to take back, of all organizations. */
export function unfinishedImports(db: Kysely<Schema>): Promise<ImportRow[]> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('state', 'in', ['applying', 'withdrawing'])
    .orderBy('created_at')
    .execute();
}

/**
 * Takes an import to work on, where nobody else does; and says in which state it is from then on.
 * @returns whether it is ours
 */
export async function claimImport(
  { write }: Writer,
  { organization_id, id }: ImportOf,
  claim: {
    by: string;
    /** The claim of a process that is gone. */
    gone: string | null;
    now: number;
    until: number;
    from: readonly ImportState[];
    to: ImportState;
  },
): Promise<boolean> {
  const claimed = await write
    .updateTable('imports')
    .set({ claim: claim.by, claimed_until: claim.until, state: claim.to })
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .where('state', 'in', [...claim.from])
    .where((eb) => eb.or([eb('claimed_until', '<', claim.now), eb('claim', 'in', [claim.by, claim.gone ?? claim.by])]))
    .returning('id')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Changes an import that is claimed; false where another process has taken it since. */
export async function changeClaimed(
  db: Kysely<Schema>,
  { organization_id, id }: ImportOf,
  by: string,
  values: Partial<Omit<ImportRow, 'id' | 'organization_id'>>,
): Promise<boolean> {
  const changed = await db
    .updateTable('imports')
    .set(values)
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .where('claim', '=', by)
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}

/** Forgets the rows of an import; what it is and whose it told of stays. */
export async function dropBlocks(db: Kysely<Schema>, of: ImportOf): Promise<void> {
  await db.deleteFrom('import_blocks').where('import_id', 'in', ownImport(db, of)).execute();
}

/** Forgets all that was staged. */
export async function clearStage(db: Kysely<Schema>, of: ImportOf): Promise<void> {
  for (const table of ['import_blocks', 'import_accounts', 'import_rejects'] as const) {
    await db.deleteFrom(table).where('import_id', 'in', ownImport(db, of)).execute();
  }
}

export interface StagedBatch {
  readonly accounts: readonly ImportAccountRow[];
  readonly blocks: readonly ImportBlockRow[];
  readonly rejects: readonly ImportRejectRow[];
}

export async function writeBatch({ dialect, write }: Writer, batch: StagedBatch): Promise<void> {
  await bulkInsert(dialect, write, intoAccounts, batch.accounts);
  await bulkInsert(dialect, write, intoBlocks, batch.blocks);
  await bulkInsert(dialect, write, intoRejects, batch.rejects);
}

const intoAccounts = {
  table: 'import_accounts',
  columns: ['import_id', 'number', 'platform', 'username', 'platform_ids', 'account_id', 'is_new', 'refused'],
  onConflict: 'on conflict (import_id, number) do update set platform_ids = excluded.platform_ids',
} as const;

const intoBlocks = {
  table: 'import_blocks',
  columns: ['import_id', 'account', 'run', 'block', 'rows', 'instants', 'body'],
  onConflict: '',
} as const;

const intoRejects = {
  table: 'import_rejects',
  columns: ['import_id', 'seq', 'number', 'field', 'reason', 'line'],
  onConflict: '',
} as const;

export function importAccounts(db: Kysely<Schema>, of: ImportOf): Promise<ImportAccountRow[]> {
  const those = db.selectFrom('import_accounts').selectAll().where('import_id', 'in', ownImport(db, of));
  return those.orderBy('number').execute();
}

export function importRejects(db: Kysely<Schema>, of: ImportOf): Promise<ImportRejectRow[]> {
  const those = db.selectFrom('import_rejects').selectAll().where('import_id', 'in', ownImport(db, of));
  return those.orderBy('seq').execute();
}
