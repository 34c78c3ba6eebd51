import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** Whether files of an organization are being brought in or taken back: its sums are in motion then. */
export async function isImporting(db: Kysely<Schema>, organizationId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from imports
    where organization_id = ${organizationId} and state in ('applying', 'withdrawing') limit 1`.execute(db);
  return rows.length > 0;
}
