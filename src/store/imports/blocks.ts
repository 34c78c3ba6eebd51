import type { Kysely } from 'kysely';
import type { ImportBlockRow, Schema } from '../schema.ts';
import { type ImportOf, ownImport } from './import-rows.ts';

/** The blocks with what an import says of an account, without their rows, in the order of their runs. */
export function blocksOf(db: Kysely<Schema>, of: ImportOf, account: number): Promise<Omit<ImportBlockRow, 'body'>[]> {
  return db
    .selectFrom('import_blocks')
    .select(['import_id', 'account', 'run', 'block', 'rows', 'instants'])
    .where('import_id', 'in', ownImport(db, of))
    .where('account', '=', account)
    .orderBy('run')
    .orderBy('block')
    .execute();
}

/** Forgets what an import holds of an account, a run at a time: all at once would keep others from writing. */
export async function dropBlocksOf(db: Kysely<Schema>, of: ImportOf, account: number): Promise<void> {
  const runs = await db
    .selectFrom('import_blocks')
    .select('run')
    .distinct()
    .where('import_id', 'in', ownImport(db, of))
    .where('account', '=', account)
    .execute();
  for (const { run } of runs) {
    await db
      .deleteFrom('import_blocks')
      .where('import_id', 'in', ownImport(db, of))
      .where('account', '=', account)
      .where('run', '=', run)
      .execute();
  }
}

/** The rows of a block that `blocksOf` found. */
export async function bodyOf(
  db: Kysely<Schema>,
  { import_id, account, run, block }: Omit<ImportBlockRow, 'rows' | 'instants' | 'body'>,
): Promise<string> {
  const { body } = await db
    .selectFrom('import_blocks')
    .select('body')
    .where('import_id', '=', import_id)
    .where('account', '=', account)
    .where('run', '=', run)
    .where('block', '=', block)
    .executeTakeFirstOrThrow();
  return body;
}
