import { type RawBuilder, sql } from 'kysely';

/**
 * What each list can be sorted by (contract §2), with the indexed column for it. A time that is not there yet sorts as '', before
 * all others, alike on both databases and without NULL's special comparisons in keyset conditions.
 */
export const sortKeys = {
  accounts: {
    added_at: 'added_at',
    username: 'username',
    last_scrape_time: 'last_scrape_sort',
    follower_count: 'follower_count',
    view_count: 'view_count',
    like_count: 'like_count',
    play_count: 'play_count',
  },
  videos: {
    added_at: 'added_at',
    create_time: 'create_sort',
    view_count: 'view_count',
    like_count: 'like_count',
    play_count: 'play_count',
  },
  account_videos: {
    create_time: 'create_time',
    view_count: 'view_count',
    like_count: 'like_count',
    play_count: 'play_count',
  },
  creators: { name_key: 'name_key' },
} as const satisfies Record<string, Record<string, string>>;

export type SortedTable = keyof typeof sortKeys;
export type SortColumn<Table extends SortedTable> = keyof (typeof sortKeys)[Table] & string;

/**
 * What to sort and to compare by. With it `where organization_id = … order by sortKey, id` is a walk along an index, and
 * `(sortKey, id) < (…)` a seek into it. `alias` is the name that the table has in the query.
 */
export function sortKey<Table extends SortedTable>(
  table: Table,
  column: SortColumn<Table>,
  alias: string = table,
): RawBuilder<string | number> {
  const columns: Readonly<Record<string, string>> = sortKeys[table];
  return sql<string | number>`${sql.ref(`${alias}.${columns[column] ?? column}`)}`;
}
