import { type RawBuilder, sql } from 'kysely';

/**
 * What each list can be sorted by (contract §2), as the expression that its index is made on. A time that is not there yet sorts
 * as '', before all others, alike on both databases and without NULL's special comparisons in keyset conditions.
 */
export const sortKeys = {
  accounts: {
    added_at: 'plain',
    username: 'plain',
    last_scrape_time: 'nullable',
    follower_count: 'plain',
    view_count: 'plain',
    like_count: 'plain',
    play_count: 'plain',
  },
  videos: {
    added_at: 'plain',
    create_time: 'nullable',
    view_count: 'plain',
    like_count: 'plain',
    play_count: 'plain',
  },
  account_videos: { create_time: 'plain', view_count: 'plain', like_count: 'plain', play_count: 'plain' },
  creators: { name_key: 'plain' },
} as const satisfies Record<string, Record<string, 'plain' | 'nullable'>>;

export type SortedTable = keyof typeof sortKeys;
export type SortColumn<Table extends SortedTable> = keyof (typeof sortKeys)[Table] & string;

/**
 * The expression to sort and to compare by. With it `where organization_id = … order by sortKey, id` is a walk along an index, for
 * account_videos with `id, platform` as the tie-break. `alias` is the name that the table has in the query.
 */
export function sortKey<Table extends SortedTable>(
  table: Table,
  column: SortColumn<Table>,
  alias: string = table,
): RawBuilder<string | number> {
  const kinds: Readonly<Record<string, 'plain' | 'nullable'>> = sortKeys[table];
  const reference = sql.ref<string | number>(`${alias}.${column}`);
  return kinds[column] === 'nullable' ? sql<string>`coalesce(${reference}, '')` : sql<string | number>`${reference}`;
}
