import type { Kysely } from 'kysely';
import type { OriginRow, Schema } from './schema.ts';

/** How much each source is believed where several speak of one instant. */
const ranks: Readonly<Record<OriginRow['source'], number>> = { before: 0, file: 1, push: 2, api: 3 };

export interface OriginRanks {
  /** How much an origin is believed: the larger the more. */
  rank(origin: number): number;
  /** Orders origins by that, and equally believed ones by what they are called: for words, of which none is the higher. */
  compare(a: number, b: number): number;
  /** From before origins were kept. */
  isBefore(origin: number): boolean;
  isApi(origin: number): boolean;
}

/** How much each origin of an organization is believed. */
export async function originRanks(db: Kysely<Schema>, organizationId: string): Promise<OriginRanks> {
  const rows = await db
    .selectFrom('origins')
    .select(['number', 'source', 'import_id'])
    .where('organization_id', '=', organizationId)
    .execute();
  const known = new Map(rows.map((row) => [row.number, row]));
  const rank = (origin: number) => {
    const source = known.get(origin)?.source;
    return source === undefined ? 0 : ranks[source];
  };
  const name = (origin: number) => known.get(origin)?.import_id ?? '';
  return {
    rank,
    isBefore: (origin) => known.get(origin)?.source === 'before',
    isApi: (origin) => known.get(origin)?.source === 'api',
    compare: (a, b) => rank(a) - rank(b) || (name(a) === name(b) ? 0 : name(a) < name(b) ? -1 : 1),
  };
}
