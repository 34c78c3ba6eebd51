import type { Dialect } from '../store.ts';

/** The sort keys of each list (contract §2), as `order.ts` maps them. */
const orders: Readonly<Record<string, readonly string[]>> = {
  accounts: ['added_at', 'username', 'last_scrape_sort', 'follower_count', 'view_count', 'like_count', 'play_count'],
  videos: ['added_at', 'create_sort', 'view_count', 'like_count', 'play_count'],
  account_videos: ['create_time', 'view_count', 'like_count', 'play_count'],
  creators: ['name_key'],
};

/** An index per list and order, ended by the id that breaks ties, so that any page is one seek; and the references' own. */
export function orderIndexes(_dialect: Dialect): readonly string[] {
  const lists = Object.entries(orders).flatMap(([table, keys]) =>
    keys.map((key) => `create index ${table}_by_${key} on ${table} (organization_id, ${key}, id)`),
  );
  const postsOfAccount = (orders.account_videos ?? []).map(
    (key) => `create index account_videos_of_account_by_${key} on account_videos (account_id, ${key}, id)`,
  );
  return [
    ...lists,
    ...postsOfAccount,
    'create index accounts_of_creator on accounts (creator_id, id) where creator_id is not null',
    'create index videos_of_account on videos (account_id) where account_id is not null',
    'create index accounts_due on accounts (next_refresh_at, id) where next_refresh_at is not null',
    'create index videos_due on videos (next_refresh_at, id) where next_refresh_at is not null',
  ];
}
