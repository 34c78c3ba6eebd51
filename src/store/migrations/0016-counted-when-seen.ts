import type { Dialect } from '../store.ts';

/** An account counts from when it was first seen, and its sums say what of it is known: the index of counts holds both. */
export function countedWhenSeen(_dialect: Dialect): readonly string[] {
  return [
    'drop index accounts_counted',
    `create index accounts_counted
      on accounts (organization_id, platform, unknown_metrics, is_active, first_scrape_time, added_at, last_scrape_time,
        total_post_count)`,
  ];
}
