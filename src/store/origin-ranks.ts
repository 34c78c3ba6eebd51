import type { Kysely } from 'kysely';
import type { OriginRow, Schema } from './schema.ts';

/** How much each source is believed where several speak of one instant. */
const ranks: Readonly<Record<OriginRow['source'], number>> = { before: 0, file: 1, push: 2, api: 3 };

/** How much each origin of an organization is believed. */
export async function originRanks(db: Kysely<Schema>, organizationId: string): Promise<(origin: number) => number> {
  const rows = await db
    .selectFrom('origins')
    .select(['number', 'source'])
    .where('organization_id', '=', organizationId)
    .execute();
  const known = new Map(rows.map(({ number, source }) => [number, ranks[source]]));
  return (origin) => known.get(origin) ?? 0;
}
