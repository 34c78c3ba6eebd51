import { type Kysely, sql } from 'kysely';
import type { OriginRow, Schema } from '../schema.ts';
import type { Dialect } from '../store.ts';

/** Where observations come from, for an organization. An import is named by its id. */
export interface Origin {
  readonly source: OriginRow['source'];
  readonly importId: string;
}

export interface NumberedOrigin {
  readonly organizationNo: number;
  readonly number: number;
}

/** The number of an origin, given at its first use. */
export async function originNumber(
  dialect: Dialect,
  db: Kysely<Schema>,
  organizationId: string,
  { source, importId }: Origin,
): Promise<NumberedOrigin> {
  const { rows } = await sql<{ organizationNo: number; number: number | null }>`
    select o.number as "organizationNo", g.number from organizations o
    left join origins g on g.organization_id = o.id and g.source = ${source} and g.import_id = ${importId}
    where o.id = ${organizationId}`.execute(db);
  const [found] = rows;
  if (found === undefined) throw new Error('An account has an organization');
  const { organizationNo } = found;
  if (found.number !== null) return { organizationNo, number: found.number };
  const { next_id } = await db
    .updateTable('id_sequences')
    .set((eb) => ({ next_id: eb('next_id', '+', 1) }))
    .where('name', '=', 'origins')
    .returning('next_id')
    .executeTakeFirstOrThrow();
  const made = db
    .insertInto('origins')
    .values({ number: next_id - 1, organization_id: organizationId, source, import_id: importId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number');
  const inserted = await made.executeTakeFirst();
  // Another process was faster.
  if (inserted === undefined) return originNumber(dialect, db, organizationId, { source, importId });
  return { organizationNo, number: inserted.number };
}
